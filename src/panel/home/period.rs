//! The period that the front page shows, its columns, and the numbers of its days.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::clock::Timestamp;
use crate::daily_counts::{self, DailyKind, Day};
use crate::i18n::Translator;
use crate::store::{Result, Tx};

/// Days of the periods to choose from.
pub(super) const PERIODS: [usize; 4] = [7, 30, 90, 365];
/// The period of a first visit.
const USUAL: usize = 30;

/// The numbers of a period that ends today, and those of the period before in all.
#[derive(Debug)]
pub(super) struct Period {
    pub days: usize,
    first: Day,
    daily: BTreeMap<DailyKind, Vec<i64>>,
    before: BTreeMap<DailyKind, i64>,
}

/// Days that are drawn as one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub days: Range<usize>,
    pub label: String,
}

/// The period of so many days; the usual one where nobody offered it.
pub(super) fn chosen(days: Option<usize>) -> usize {
    days.filter(|days| PERIODS.contains(days)).unwrap_or(USUAL)
}

impl Period {
    /// Reads a period: at most a row for each of its days and kinds, and one a kind for the period before.
    pub async fn read(tx: &mut Tx, days: usize, now: Timestamp) -> Result<Self> {
        let length = i64::try_from(days).unwrap_or(i64::MAX);
        let first = daily_counts::today(tx, now).await?.plus(1 - length);
        let mut daily: BTreeMap<DailyKind, Vec<i64>> = BTreeMap::new();
        for row in daily_counts::since(tx, first).await? {
            let at = usize::try_from(row.day.0 - first.0).unwrap_or(usize::MAX);
            let numbers = daily.entry(row.kind).or_insert_with(|| vec![0; days]);
            // A clock that ran ahead counted on a day to come.
            if let Some(number) = numbers.get_mut(at) {
                *number = row.number;
            }
        }
        let before = daily_counts::total(tx, first.plus(-length), first).await?;
        Ok(Self {
            days,
            first,
            daily,
            before: before.into_iter().collect(),
        })
    }

    /// The number on each day.
    pub fn daily(&self, kind: DailyKind) -> Vec<i64> {
        let numbers = self.daily.get(&kind).cloned();
        numbers.unwrap_or_else(|| vec![0; self.days])
    }

    /// The number in these days.
    pub fn within(&self, kind: DailyKind, days: &Range<usize>) -> i64 {
        let numbers = self.daily.get(&kind);
        numbers.map_or(0, |numbers| numbers[days.clone()].iter().sum())
    }

    /// The number in the period.
    pub fn sum(&self, kind: DailyKind) -> i64 {
        self.within(kind, &(0..self.days))
    }

    /// The number in the period before.
    pub fn before(&self, kind: DailyKind) -> i64 {
        self.before.get(&kind).copied().unwrap_or(0)
    }

    /// The number of readers at the end of each day, counted back from the number of today.
    pub fn readers(&self, today: i64) -> Vec<i64> {
        let [joined, left, bounced] =
            [DailyKind::Joined, DailyKind::Left, DailyKind::Bounced].map(|kind| self.daily(kind));
        let mut readers = vec![today; self.days];
        for day in (1..self.days).rev() {
            let change = joined[day] - left[day] - bounced[day];
            readers[day - 1] = (readers[day] - change).max(0);
        }
        readers
    }

    /// The columns: days, weeks or stretches of 31 days. The last ends today.
    pub fn columns(&self, words: Translator) -> Vec<Column> {
        let length = match self.days {
            0..=31 => 1,
            32..=100 => 7,
            _ => 31,
        };
        let days: Vec<usize> = (0..self.days).collect();
        let columns = days.rchunks(length).rev().filter_map(|days| {
            let (first, last) = (*days.first()?, *days.last()?);
            let [begin, end] = [first, last].map(|day| words.day(self.date(day)));
            Some(Column {
                days: first..last + 1,
                label: if first == last {
                    begin
                } else {
                    format!("{begin} – {end}")
                },
            })
        });
        columns.collect()
    }

    /// The dates below the ends and the middle of a chart.
    pub fn marks(&self, words: Translator) -> [String; 3] {
        let last = self.days.saturating_sub(1);
        [0, last / 2, last].map(|day| words.day(self.date(day)))
    }

    fn date(&self, day: usize) -> jiff::civil::Date {
        self.first.plus(i64::try_from(day).unwrap_or(0)).date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    fn period(days: usize, daily: &[(DailyKind, Vec<i64>)]) -> Period {
        Period {
            days,
            first: Day(20_700), // 4 September 2026
            daily: daily.iter().cloned().collect(),
            before: BTreeMap::new(),
        }
    }

    #[test]
    fn every_day_is_in_one_column() {
        for days in PERIODS {
            let columns = period(days, &[]).columns(Locale::En.translator());
            let covered: Vec<usize> = columns
                .iter()
                .flat_map(|column| column.days.clone())
                .collect();
            assert_eq!(covered, (0..days).collect::<Vec<_>>());
            assert!(columns.len() <= 31, "{days}: {}", columns.len());
        }
    }

    #[test]
    fn columns_are_named_by_their_first_and_last_day() {
        let label = |days, locale: Locale| {
            let columns = period(days, &[]).columns(locale.translator());
            columns[1].label.clone()
        };
        assert_eq!(label(7, Locale::Ko), "9월 5일");
        assert_eq!(label(90, Locale::En), "September 10 – September 16");
        assert_eq!(label(365, Locale::Ko), "9월 28일 – 10월 28일");
    }

    #[test]
    fn readers_are_counted_back_from_today() {
        let numbers = [
            (DailyKind::Joined, vec![9, 4, 0]),
            (DailyKind::Left, vec![0, 1, 0]),
            (DailyKind::Bounced, vec![0, 0, 2]),
        ];
        assert_eq!(period(3, &numbers).readers(10), [9, 12, 10]);
        assert_eq!(period(3, &[]).readers(10), [10, 10, 10]);
        assert_eq!(
            period(3, &numbers).readers(0),
            [0, 2, 0],
            "never below nothing"
        );
    }
}
