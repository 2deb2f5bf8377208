//! The charts of the front page with their legends and tables.

use super::drawing::{self, Area, Band, HEIGHT, Rect};
use super::period::{Column, Period};
use crate::daily_counts::DailyKind;
use crate::web::PageContext;

/// The part of the height that the number of readers takes; joins and departures share the rest.
const READERS: i64 = HEIGHT * 13 / 20;
/// The line between joins, above it, and departures, below it.
const CHANGES: i64 = HEIGHT * 17 / 20;

/// A chart.
#[derive(Debug)]
pub(super) struct Chart {
    /// The id of its section, and its class.
    pub id: &'static str,
    pub title: String,
    /// What stands in its place while nothing happened.
    pub nothing: String,
    pub is_empty: bool,
    pub legend: Vec<Legend>,
    /// The heights of the lines behind the drawing.
    pub lines: Vec<i64>,
    pub area: Option<Area>,
    pub bars: Vec<Bar>,
    pub columns: Vec<ShownColumn>,
    /// The numbers beside the top and the middle of the scale.
    pub scale: [String; 2],
    pub marks: [String; 3],
}

/// A colour with its meaning; also the heading of a column of the table.
#[derive(Debug)]
pub(super) struct Legend {
    pub class: &'static str,
    pub label: String,
}

/// A bar with the class of its colour.
#[derive(Debug)]
pub(super) struct Bar {
    pub class: &'static str,
    pub rect: Rect,
}

/// A column: its place, its date, and its number for each entry of the legend.
#[derive(Debug)]
pub(super) struct ShownColumn {
    pub x: i64,
    pub width: i64,
    pub label: String,
    pub numbers: Vec<String>,
    /// Date and numbers as one line.
    pub line: String,
}

/// The id of a chart, and the phrases of its title and of an empty one.
struct Names {
    id: &'static str,
    title: &'static str,
    nothing: &'static str,
}

const GROWTH: Names = Names {
    id: "growth",
    title: "home-growth",
    nothing: "home-growth-nothing",
};
const DELIVERIES: Names = Names {
    id: "deliveries",
    title: "home-deliveries",
    nothing: "home-deliveries-nothing",
};
const COMMENTS: Names = Names {
    id: "talk",
    title: "home-talk",
    nothing: "home-talk-nothing",
};

/// What a chart shows of each column.
struct Series {
    kind: DailyKind,
    class: &'static str,
    /// The phrase of the legend.
    key: &'static str,
}

const JOINED: Series = series(DailyKind::Joined, "joined", "home-joined");
const LEFT: Series = series(DailyKind::Left, "left", "home-left");
const BOUNCED: Series = series(DailyKind::Bounced, "bounced", "home-bounced");
const DELIVERED: Series = series(DailyKind::Delivered, "delivered", "home-delivered");
const DEFERRED: Series = series(DailyKind::Deferred, "deferred", "home-deferred");
const FAILED: Series = series(DailyKind::Failed, "failed", "home-failed");
const WRITTEN: Series = series(DailyKind::Written, "written", "home-written");
const APPROVED: Series = series(DailyKind::Approved, "approved", "home-approved");

const fn series(kind: DailyKind, class: &'static str, key: &'static str) -> Series {
    Series { kind, class, key }
}

/// The number of readers as an area, joins and departures below it.
pub(super) fn growth(page: &PageContext, period: &Period, readers: i64) -> Chart {
    let daily = period.readers(readers);
    let columns = period.columns(page.translator());
    let numbers = Numbers::of(period, &columns, &[JOINED, LEFT, BOUNCED]);
    let band = Band {
        base: READERS,
        reach: 0,
        ceiling: drawing::ceiling(daily.iter().copied().max().unwrap_or(0)),
    };
    // No numbers stand beside it, so the highest bar reaches the top.
    let change = numbers.most(0..1).max(numbers.most(1..3)).max(2);
    let above = Band {
        base: CHANGES,
        reach: READERS + HEIGHT / 20,
        ceiling: change,
    };
    let below = Band {
        base: CHANGES,
        reach: HEIGHT,
        ceiling: change,
    };
    let mut bars = numbers.bars(0..1, above, drawing::stack);
    bars.extend(numbers.bars(1..3, below, drawing::stack));
    let ends: Vec<i64> = columns
        .iter()
        .map(|column| daily[column.days.end - 1])
        .collect();
    let mut chart = numbers.chart(page, &GROWTH, band.ceiling, bars, Some(&ends));
    chart.lines = vec![0, READERS / 2, READERS, CHANGES];
    chart.is_empty &= daily.iter().all(|readers| *readers == 0);
    chart.area = Some(drawing::area(&daily, band));
    chart
}

/// Mails as stacked bars.
pub(super) fn deliveries(page: &PageContext, period: &Period) -> Chart {
    let columns = period.columns(page.translator());
    let numbers = Numbers::of(period, &columns, &[DELIVERED, DEFERRED, FAILED]);
    let band = whole(numbers.most(0..3));
    let bars = numbers.bars(0..3, band, drawing::stack);
    numbers.chart(page, &DELIVERIES, band.ceiling, bars, None)
}

/// Comments as bars: those that were approved, beside those that were written.
pub(super) fn comments(page: &PageContext, period: &Period) -> Chart {
    let columns = period.columns(page.translator());
    let numbers = Numbers::of(period, &columns, &[WRITTEN, APPROVED]);
    let band = whole(numbers.most(0..1).max(numbers.most(1..2)));
    let bars = numbers.bars(0..2, band, drawing::beside);
    numbers.chart(page, &COMMENTS, band.ceiling, bars, None)
}

/// The whole height for values up to `most`.
fn whole(most: i64) -> Band {
    Band {
        base: HEIGHT,
        reach: 0,
        ceiling: drawing::ceiling(most),
    }
}

/// The numbers of each column, in the order of the series.
struct Numbers<'a> {
    period: &'a Period,
    columns: &'a [Column],
    series: &'static [Series],
    counts: Vec<Vec<i64>>,
}

impl<'a> Numbers<'a> {
    fn of(period: &'a Period, columns: &'a [Column], series: &'static [Series]) -> Self {
        let numbers = columns.iter().map(|column| {
            let within = |series: &Series| period.within(series.kind, &column.days).max(0);
            series.iter().map(within).collect()
        });
        Self {
            period,
            columns,
            series,
            counts: numbers.collect(),
        }
    }

    /// The highest stack of these series.
    fn most(&self, which: std::ops::Range<usize>) -> i64 {
        let stacks = self
            .counts
            .iter()
            .map(|numbers| numbers[which.clone()].iter().sum());
        stacks.max().unwrap_or(0)
    }

    /// The bars of these series, drawn by `draw` in each column.
    fn bars(
        &self,
        which: std::ops::Range<usize>,
        band: Band,
        draw: fn(&[i64], &std::ops::Range<i64>, Band) -> Vec<Rect>,
    ) -> Vec<Bar> {
        let mut bars = Vec::new();
        for (column, numbers) in self.columns.iter().zip(&self.counts) {
            let slot = drawing::slot(column.days.clone(), self.period.days);
            let rects = draw(&numbers[which.clone()], &slot, band);
            let drawn = self.series[which.clone()].iter().zip(rects);
            bars.extend(
                drawn
                    .filter(|(_, rect)| rect.height > 0)
                    .map(|(series, rect)| Bar {
                        class: series.class,
                        rect,
                    }),
            );
        }
        bars
    }

    /// The chart of these bars. `readers` are shown first in each column.
    fn chart(
        &self,
        page: &PageContext,
        names: &Names,
        ceiling: i64,
        bars: Vec<Bar>,
        readers: Option<&[i64]>,
    ) -> Chart {
        let words = page.translator();
        let mut legend: Vec<Legend> = Vec::new();
        if readers.is_some() {
            legend.push(Legend {
                class: "readers",
                label: page.say("home-readers").to_string(),
            });
        }
        legend.extend(self.series.iter().map(|series| Legend {
            class: series.class,
            label: page.say(series.key).to_string(),
        }));
        let columns = self.columns.iter().enumerate().map(|(at, column)| {
            let slot = drawing::slot(column.days.clone(), self.period.days);
            let total = readers.map(|readers| readers[at]);
            let numbers: Vec<String> = total
                .iter()
                .chain(&self.counts[at])
                .map(|number| words.number(*number))
                .collect();
            let mut line = column.label.clone();
            for (legend, number) in legend.iter().zip(&numbers) {
                line = format!("{line} · {} {number}", legend.label);
            }
            ShownColumn {
                x: slot.start,
                width: slot.end - slot.start,
                label: column.label.clone(),
                numbers,
                line,
            }
        });
        Chart {
            id: names.id,
            title: page.say(names.title).to_string(),
            nothing: page.say(names.nothing).to_string(),
            is_empty: self.counts.iter().flatten().all(|number| *number == 0),
            columns: columns.collect(),
            legend,
            lines: vec![0, HEIGHT / 2, HEIGHT],
            area: None,
            bars,
            scale: [words.number(ceiling), words.number(ceiling / 2)],
            marks: self.period.marks(words),
        }
    }
}
