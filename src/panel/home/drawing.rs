//! Geometry of charts, in whole units. The style sheet stretches a drawing to its place and gives it its colours.

use std::fmt::Write;
use std::ops::Range;

/// The width of a drawing.
pub(super) const WIDTH: i64 = 10_000;
/// The height of a drawing.
pub(super) const HEIGHT: i64 = 2_000;
/// The widest bar.
const WIDEST_BAR: i64 = WIDTH / 24;

/// A part of the drawing's height in which values are drawn: `base` is zero, and `reach` the top of the scale. Values grow
/// upwards, and downwards where `reach` is below `base`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band {
    pub base: i64,
    pub reach: i64,
    /// The value at the top of the scale.
    pub ceiling: i64,
}

impl Band {
    fn y(self, value: i64) -> i64 {
        self.base + (self.reach - self.base) * value / self.ceiling.max(1)
    }
}

/// A rectangle of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rect {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
}

/// The paths of an area: its edge, and the edge with the ground below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub line: String,
    pub fill: String,
}

/// A round number that is not below `most`, and whose half is whole.
pub(super) fn ceiling(most: i64) -> i64 {
    let mut power = 1;
    loop {
        let steps = [2, 3, 4, 5, 6, 8, 10].map(|step| step * power);
        let fitting = |step: &i64| *step >= most && step % 2 == 0;
        match steps.into_iter().find(fitting) {
            Some(step) => return step,
            None => power *= 10,
        }
    }
}

/// The area below values that stand at equal distances.
pub(super) fn area(values: &[i64], band: Band) -> Area {
    let mut line = String::new();
    let (Some(first), Some(last)) = (values.first(), values.last()) else {
        return Area {
            fill: line.clone(),
            line,
        };
    };
    let _ = write!(line, "M0 {}", band.y(*first));
    for (at, value) in values.iter().enumerate() {
        let slot = slot(at..at + 1, values.len());
        let _ = write!(
            line,
            "L{} {}",
            slot.start.midpoint(slot.end),
            band.y(*value)
        );
    }
    let _ = write!(line, "L{WIDTH} {}", band.y(*last));
    let fill = format!("{line}V{}H0Z", band.base);
    Area { line, fill }
}

/// The columns of the drawing that belong to `days` of `count` days.
pub(super) fn slot(days: Range<usize>, count: usize) -> Range<i64> {
    let x = |day: usize| {
        let (day, count) = (i64::try_from(day), i64::try_from(count.max(1)));
        day.unwrap_or(0) * WIDTH / count.unwrap_or(1)
    };
    x(days.start)..x(days.end)
}

/// Values of one column, one on another. Each has its place in the list; a value of nothing has a height of nothing.
pub(super) fn stack(values: &[i64], slot: &Range<i64>, band: Band) -> Vec<Rect> {
    let (x, width) = place(slot);
    let mut below = 0;
    let stacked = values.iter().map(|value| {
        let (from, to) = (band.y(below), band.y(below + value));
        below += value;
        Rect {
            x,
            y: from.min(to),
            width,
            height: (from - to).abs(),
        }
    });
    stacked.collect()
}

/// Values of one column, one beside another. Each stands on the ground and has its part of the width.
pub(super) fn beside(values: &[i64], slot: &Range<i64>, band: Band) -> Vec<Rect> {
    let (mut x, width) = place(slot);
    let part = width / i64::try_from(values.len().max(1)).unwrap_or(1);
    let drawn = values.iter().map(|value| {
        let top = band.y(*value);
        let rect = Rect {
            x,
            y: top.min(band.base),
            width: part,
            height: (band.base - top).abs(),
        };
        x += part;
        rect
    });
    drawn.collect()
}

/// Where the bars of a column begin, and their width.
fn place(slot: &Range<i64>) -> (i64, i64) {
    let room = slot.end - slot.start;
    let width = (room * 3 / 4).min(WIDEST_BAR);
    (slot.start + (room - width) / 2, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAND: Band = Band {
        base: HEIGHT,
        reach: 0,
        ceiling: 10,
    };

    #[test]
    fn the_top_of_a_scale_is_round_and_its_half_is_whole() {
        let tops = [0, 1, 2, 3, 5, 9, 10, 11, 22, 127, 999, 1_001].map(ceiling);
        assert_eq!(tops, [2, 2, 2, 4, 6, 10, 10, 20, 30, 200, 1_000, 2_000]);
        for most in 0..5_000 {
            let top = ceiling(most);
            assert!(top >= most && top % 2 == 0, "{most}: {top}");
        }
    }

    #[test]
    fn an_area_goes_from_edge_to_edge_through_each_value() {
        let drawn = area(&[0, 5, 10], BAND);
        assert_eq!(drawn.line, "M0 2000L1666 2000L4999 1000L8333 0L10000 0");
        assert_eq!(drawn.fill, format!("{}V2000H0Z", drawn.line));
        assert_eq!(area(&[], BAND).line, "");
    }

    #[test]
    fn stacked_bars_touch_and_end_at_their_sum() {
        for values in [[3, 4, 2], [0, 0, 9], [1, 1, 1]] {
            let bars = stack(&values, &(0..1_000), BAND);
            assert_eq!(
                bars[0].y + bars[0].height,
                HEIGHT,
                "the first stands on the ground"
            );
            for pair in bars.windows(2) {
                assert_eq!(pair[1].y + pair[1].height, pair[0].y, "{values:?}");
            }
            let sum: i64 = values.iter().sum();
            assert_eq!(bars[2].y, HEIGHT - HEIGHT * sum / 10, "{values:?}");
        }
    }

    #[test]
    fn bars_beside_each_other_stand_on_the_ground_and_hide_nothing() {
        let slot = 100..1_100;
        for values in [[3, 4], [4, 4], [0, 9]] {
            let bars = beside(&values, &slot, BAND);
            for (bar, value) in bars.iter().zip(values) {
                assert_eq!(bar.y + bar.height, HEIGHT, "{values:?}");
                assert_eq!(bar.height, HEIGHT * value / 10, "{values:?}");
            }
            assert_eq!(bars[0].x + bars[0].width, bars[1].x, "{values:?}");
            let alone = stack(&[1], &slot, BAND)[0];
            assert_eq!(bars[0].x, alone.x);
            assert!(bars[1].x + bars[1].width <= alone.x + alone.width);
        }
    }

    #[test]
    fn bars_below_a_line_hang_from_it() {
        let below = Band {
            base: 1_000,
            reach: 2_000,
            ceiling: 10,
        };
        let bars = stack(&[5, 5], &(0..100), below);
        assert_eq!((bars[0].y, bars[0].height), (1_000, 500));
        assert_eq!((bars[1].y, bars[1].height), (1_500, 500));
    }

    #[test]
    fn columns_share_the_width_without_gap_or_overlap() {
        for count in [7, 13, 30, 365] {
            let slots: Vec<_> = (0..count).map(|day| slot(day..day + 1, count)).collect();
            assert_eq!((slots[0].start, slots[count - 1].end), (0, WIDTH));
            assert!(slots.windows(2).all(|pair| pair[0].end == pair[1].start));
            let bars = slots.iter().map(|slot| stack(&[1], slot, BAND)[0]);
            assert!(
                bars.zip(&slots)
                    .all(|(bar, slot)| bar.x >= slot.start && bar.x + bar.width <= slot.end)
            );
        }
    }
}
