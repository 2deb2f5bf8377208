//! Dates as feeds write them: RFC 822 and RFC 3339, and what people and hand-made programs make of them, in English and Korean.
//! Invariant: a date without a zone is in the site's zone. A text that is not a date is `None`, never today.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use unicode_normalization::UnicodeNormalization;

use super::zones;
use crate::clock::{DAY, MINUTE, Timestamp, Zone};

/// Characters of the longest date; what is longer is a text.
const LONGEST: usize = 100;
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
/// Returns the moment of a date; `zone` is the site's.
pub(in crate::posts) fn parse(text: &str, zone: &Zone) -> Option<Timestamp> {
    let text: String = text.trim().nfkc().collect(); // digits of full width
    if text.is_empty() || text.chars().count() > LONGEST {
        return None;
    }
    let tokens = tokens(&text);
    if let [DateToken::Number(number)] = tokens[..] {
        return bare_number(number, zone);
    }
    let mut parts = DateParts::default();
    let clock = parts.take_clock(&tokens);
    let date = parts.date(is_year_first(zone))?;
    let (hour, minute, second) = clock.unwrap_or_default();
    let hour = parts.hour_of_day(hour)?;
    moment(date, (hour, minute, second), parts.offset, zone)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    value: u64,
    digits: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum DateToken {
    Number(Number),
    /// In lower case.
    Word(String),
    Mark(char),
}

/// Returns numbers, words and marks, without text in parentheses, such as the name of a zone in JavaScript's dates.
fn tokens(text: &str) -> Vec<DateToken> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    let mut depth = 0_usize;
    while let Some(c) = chars.next() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 || c.is_whitespace() => {}
            '0'..='9' => {
                let mut number = Number {
                    value: u64::from(c.to_digit(10).unwrap_or_default()),
                    digits: 1,
                };
                while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
                    chars.next();
                    number.value = number.value.saturating_mul(10).saturating_add(digit.into());
                    number.digits += 1;
                }
                tokens.push(DateToken::Number(number));
            }
            c if c.is_alphabetic() => {
                let mut word: String = c.to_lowercase().collect();
                while let Some(c) = chars.next_if(|c| c.is_alphabetic()) {
                    word.extend(c.to_lowercase());
                }
                tokens.push(DateToken::Word(word));
            }
            // Some programs write the minus of typographers.
            '−' | '–' => tokens.push(DateToken::Mark('-')),
            c => tokens.push(DateToken::Mark(c)),
        }
    }
    tokens
}

/// Seconds or milliseconds since 1970, 20261130 or 20261130090000.
fn bare_number(number: Number, zone: &Zone) -> Option<Timestamp> {
    let value = i64::try_from(number.value).ok()?;
    match number.digits {
        14 => {
            let (date, clock) = (value / 1_000_000, value % 1_000_000);
            moment(
                packed(date),
                (clock / 10_000, clock / 100 % 100, clock % 100),
                None,
                zone,
            )
        }
        13 => Some(Timestamp::from_unix(value / 1000)),
        9 | 10 => Some(Timestamp::from_unix(value)),
        8 => moment(packed(value), (0, 0, 0), None, zone),
        4 => moment((value, 1, 1), (0, 0, 0), None, zone),
        _ => None,
    }
}

fn packed(date: i64) -> (i64, i64, i64) {
    (date / 10_000, date / 100 % 100, date % 100)
}

/// What is left of a date when its time of day was taken out.
#[derive(Debug, Default)]
struct DateParts {
    numbers: Vec<Number>,
    /// The month by its name, or by 월.
    month: Option<i64>,
    /// The mark between the first two numbers.
    mark: Option<char>,
    is_afternoon: Option<bool>,
    /// Minutes east of Greenwich.
    offset: Option<i64>,
}

impl DateParts {
    /// Takes the time of day and the zone behind it out of the tokens, and keeps the rest.
    fn take_clock(&mut self, tokens: &[DateToken]) -> Option<(i64, i64, i64)> {
        let mut clock = None;
        let mut rest = tokens;
        while let Some((first, after)) = rest.split_first() {
            if clock.is_none()
                && let Some((found, length)) = clock_at(rest)
            {
                clock = Some(found);
                rest = self.take_zone(&rest[length..]);
                continue;
            }
            if matches!(first, DateToken::Word(word) if clock.is_some() && zones::offset(word).is_some())
            {
                rest = self.take_zone(rest);
                continue;
            }
            match first {
                DateToken::Number(number) => self.next_number(*number, after),
                DateToken::Word(word) => self.take_word(word),
                DateToken::Mark(mark) => {
                    if self.numbers.len() == 1 && self.mark.is_none() {
                        self.mark = Some(*mark);
                    }
                }
            }
            rest = after;
        }
        clock
    }

    fn next_number(&mut self, number: Number, after: &[DateToken]) {
        let is_month = matches!(after.first(), Some(DateToken::Word(word)) if word == "월");
        // Behind a day, 월 is Monday: "2026.11.30 월".
        if is_month && self.month.is_none() && self.numbers.len() < 2 && number.value <= 12 {
            self.month = i64::try_from(number.value).ok();
        } else {
            self.numbers.push(number);
        }
    }

    fn take_word(&mut self, word: &str) {
        match word {
            "am" | "오전" => self.is_afternoon = Some(false),
            "pm" | "오후" => self.is_afternoon = Some(true),
            _ => {
                let month = MONTHS.iter().position(|month| word.starts_with(month));
                if let Some(month) = month.and_then(|at| i64::try_from(at + 1).ok()) {
                    self.month = self.month.or(Some(month));
                } else if let Some(offset) = zones::offset(word) {
                    // "10:30 AM KST": the zone needn't touch the time.
                    self.offset = self.offset.or(Some(offset));
                }
            }
        }
    }

    /// `+09:00`, `+0900`, `+9`, `Z`, `KST`, `GMT+9`; what follows is returned.
    fn take_zone<'a>(&mut self, mut rest: &'a [DateToken]) -> &'a [DateToken] {
        if let [DateToken::Word(word), after @ ..] = rest
            && let Some(offset) = zones::offset(word)
        {
            self.offset = Some(offset);
            rest = after;
        }
        if let [
            DateToken::Mark(sign @ ('+' | '-')),
            DateToken::Number(number),
            after @ ..,
        ] = rest
        {
            let value = i64::try_from(number.value).unwrap_or(i64::MAX);
            let (minutes, after) = match (number.digits, after) {
                (1 | 2, [DateToken::Mark(':'), DateToken::Number(minutes), after @ ..])
                    if minutes.digits <= 2 =>
                {
                    (
                        value * 60 + i64::try_from(minutes.value).unwrap_or(60),
                        after,
                    )
                }
                (1 | 2, after) => (value * 60, after),
                (3 | 4, after) => (value / 100 * 60 + value % 100, after),
                _ => return rest,
            };
            self.offset = Some(if *sign == '-' { -minutes } else { minutes });
            rest = after;
        }
        rest
    }

    fn hour_of_day(&self, hour: i64) -> Option<i64> {
        match self.is_afternoon {
            Some(is_afternoon) if (1..=12).contains(&hour) => {
                Some(hour % 12 + if is_afternoon { 12 } else { 0 })
            }
            _ => (0..=24).contains(&hour).then_some(hour),
        }
    }

    /// Year, month and day.
    fn date(&self, is_year_first: bool) -> Option<(i64, i64, i64)> {
        let number = |at: usize| self.numbers.get(at).copied();
        let value = |number: Number| i64::try_from(number.value).ok();
        let is_year = |number: Number| number.digits == 4;
        match (self.month, number(0), number(1), number(2)) {
            // 5 Mar 2025, 05-Mar-25, Mar 5 2025, 2025년 3월 5일.
            (Some(month), Some(first), Some(second), _) => {
                let (year, day) = if is_year(first) {
                    (first, second)
                } else {
                    (second, first)
                };
                Some((full_year(year)?, month, value(day)?))
            }
            (Some(month), Some(year), None, _) if is_year(year) => Some((value(year)?, month, 1)),
            (None, Some(year), Some(month), day) if is_year(year) => {
                Some((value(year)?, value(month)?, day.map_or(Some(1), value)?))
            }
            (None, Some(first), Some(second), Some(year)) if is_year(year) => {
                let (first, second) = (value(first)?, value(second)?);
                // 03/05/2025 is American, 05.03.2025 and 05-03-2025 are European.
                let is_american = self.mark == Some('/') && first <= 12;
                let (month, day) = if is_american {
                    (first, second)
                } else {
                    (second, first)
                };
                Some((value(year)?, month, day))
            }
            // 19.03.05, as people write in Korea, Japan and China.
            (None, Some(year), Some(month), Some(day))
                if is_year_first && [year, month, day].iter().all(|part| part.digits == 2) =>
            {
                Some((full_year(year)?, value(month)?, value(day)?))
            }
            (None, Some(date), None, _) if date.digits == 8 => Some(packed(value(date)?)),
            _ => None,
        }
    }
}

/// True where a date of three short numbers begins with its year.
fn is_year_first(zone: &Zone) -> bool {
    let zones = [
        "Asia/Seoul",
        "Asia/Tokyo",
        "Asia/Shanghai",
        "Asia/Taipei",
        "Asia/Hong_Kong",
    ];
    zones.contains(&zone.name())
}

/// A year of two digits is of this century or of the end of the last (RFC 2822, section 4.3).
fn full_year(year: Number) -> Option<i64> {
    let value = i64::try_from(year.value).ok()?;
    match year.digits {
        4 => Some(value),
        2 if value < 50 => Some(value + 2000),
        2 => Some(value + 1900),
        _ => None,
    }
}

/// The time of day that begins here, and how many tokens it takes.
fn clock_at(tokens: &[DateToken]) -> Option<((i64, i64, i64), usize)> {
    let value = |number: &Number| i64::try_from(number.value).ok();
    let is_word = |at: usize, expected: &str| matches!(tokens.get(at), Some(DateToken::Word(word)) if word == expected);
    let number_at = |at: usize| match tokens.get(at) {
        Some(DateToken::Number(number)) => Some(number),
        _ => None,
    };
    match tokens {
        [
            DateToken::Number(hour),
            DateToken::Mark(':'),
            DateToken::Number(minute),
            ..,
        ] if hour.digits <= 2 => {
            let seconds = number_at(4).filter(|_| tokens[3] == DateToken::Mark(':'));
            let Some(second) = seconds else {
                return Some(((value(hour)?, value(minute)?, 0), 3));
            };
            let has_fraction = matches!(tokens.get(5), Some(DateToken::Mark('.' | ',')));
            let length = if has_fraction && number_at(6).is_some() {
                7
            } else {
                5
            };
            Some(((value(hour)?, value(minute)?, value(second)?), length))
        }
        [DateToken::Number(hour), DateToken::Word(word), ..] if word == "시" => {
            let minute = number_at(2).filter(|_| is_word(3, "분"));
            let second = number_at(4).filter(|_| minute.is_some() && is_word(5, "초"));
            let length = 2 + minute.map_or(0, |_| 2) + second.map_or(0, |_| 2);
            let read = |number: Option<&Number>| number.map_or(Some(0), value);
            Some(((value(hour)?, read(minute)?, read(second)?), length))
        }
        // 20261130T090000
        [DateToken::Word(t), DateToken::Number(clock), ..] if t == "t" && clock.digits == 6 => {
            let clock = value(clock)?;
            Some(((clock / 10_000, clock / 100 % 100, clock % 100), 2))
        }
        _ => None,
    }
}

fn moment(
    (year, month, day): (i64, i64, i64),
    (hour, minute, second): (i64, i64, i64),
    offset: Option<i64>,
    zone: &Zone,
) -> Option<Timestamp> {
    let small = |value: i64| i8::try_from(value).ok();
    // Midnight at the end of the day, and the second that is put in once in years.
    let (hour, days) = if hour == 24 { (0, 1) } else { (hour, 0) };
    let second = if second == 60 { 59 } else { second };
    let civil = DateTime::new(
        i16::try_from(year).ok()?,
        small(month)?,
        small(day)?,
        small(hour)?,
        small(minute)?,
        small(second)?,
        0,
    )
    .ok()?;
    let seconds = if let Some(minutes) = offset {
        let offset = Offset::from_seconds(i32::try_from(minutes * MINUTE).ok()?).ok()?;
        offset.to_timestamp(civil).ok()?.as_second()
    } else {
        let zoned = civil.to_zoned_datetime(zone.rules().clone()).ok()?;
        zoned.timestamp().as_second()
    };
    // Programs without a date write the year 0 or the first day of 1970.
    let moment = Timestamp::from_unix(seconds).plus(days * DAY);
    (moment.unix() > DAY).then_some(moment)
}
