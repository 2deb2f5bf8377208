//! Turns stored conditions into ones that can be asked: what they name is found, and their values are read by its kind.

use jiff::civil::Date;

use super::model::{Comparison, Condition, Filter, Join, Known, MOST_CONDITIONS, Property};
use crate::clock::{DAY, Timestamp, Zone};
use crate::i18n::Locale;
use crate::subscribers::consent::Channel;
use crate::subscribers::fields::{FieldId, FieldKind, ReaderField};
use crate::subscribers::model::{Cadence, SubscriberState};
use crate::subscribers::schedule::at_hour;
use crate::subscribers::tags::TagId;
use crate::topics::TopicId;

/// The most days of a condition.
const MOST_DAYS: i64 = 36_500;

/// Conditions that can be asked. There is at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Matcher {
    pub(super) of: Join,
    pub(super) tests: Vec<Test>,
}

/// A condition that can be asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    /// A word of the reader is, or is not, this one.
    Word(Word, bool, &'static str),
    /// They have the tag, or not.
    Tag(TagId, bool),
    /// They get the topic, or not.
    Topic(TopicId, bool),
    /// A mail came back, or none did.
    Bounced(bool),
    /// A moment is at this one or later, or is earlier.
    Moment(Moment, bool, Timestamp),
    /// The field has a value, or none.
    Known(FieldId, bool),
    /// The field has this value, or not.
    Value(FieldId, bool, String),
    /// The text of the field has this part.
    Part(FieldId, String),
    /// The number of the field is smaller, or larger.
    Number(FieldId, bool, f64),
    /// The day of the field is earlier, or is this one or later.
    Day(FieldId, bool, String),
}

/// A word of a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    State,
    Cadence,
    Language,
    Source,
}

/// A moment of a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Joined,
    Confirmed,
    Left,
}

/// Why conditions cannot be asked, as keys of phrases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// What is wrong with all of them.
    pub whole: Option<&'static str>,
    /// What is wrong with one, by its place.
    pub rows: Vec<(usize, &'static str)>,
}

impl Faults {
    /// The fault of the condition at this place.
    pub fn of_row(&self, place: usize) -> Option<&'static str> {
        let fault = self.rows.iter().find(|(row, _)| *row == place);
        fault.map(|(_, key)| *key)
    }

    /// The first of them.
    pub fn first(&self) -> &'static str {
        let row = self.rows.first().map(|(_, key)| *key);
        self.whole.or(row).unwrap_or("segments-empty")
    }
}

/// The comparisons that a property takes; none when it names what is gone.
pub fn comparisons(what: &Property, known: &Known) -> &'static [Comparison] {
    use Comparison::{
        Before, Contains, Is, IsNot, Known as Has, Less, LongerAgo, More, Since, Unknown, Within,
    };
    match what {
        Property::Bounced => &[Is],
        Property::Joined | Property::Confirmed | Property::Left => {
            &[Since, Before, Within, LongerAgo]
        }
        Property::Field(slug) => match known.field(slug).map(|field| field.kind) {
            Some(FieldKind::Text) => &[Is, IsNot, Contains, Has, Unknown],
            Some(FieldKind::Number) => &[Is, IsNot, Less, More, Has, Unknown],
            Some(FieldKind::Date) => &[Is, IsNot, Before, Since, Has, Unknown],
            Some(FieldKind::Choice | FieldKind::YesNo) => &[Is, IsNot, Has, Unknown],
            None => &[],
        },
        _ => &[Is, IsNot],
    }
}

impl Known {
    /// The field of this slug.
    pub fn field(&self, slug: &str) -> Option<&ReaderField> {
        self.fields.iter().find(|field| field.slug == slug)
    }
}

/// The conditions as they can be asked now, or all that is wrong with them.
pub fn resolve(
    filter: &Filter,
    known: &Known,
    zone: &Zone,
    now: Timestamp,
) -> Result<Matcher, Faults> {
    let mut faults = Faults {
        whole: match filter.conditions.len() {
            0 => Some("segments-empty"),
            1..=MOST_CONDITIONS => None,
            _ => Some("segments-too-many"),
        },
        rows: Vec::new(),
    };
    let mut tests = Vec::new();
    for (place, condition) in filter.conditions.iter().enumerate() {
        match test(condition, known, zone, now) {
            Ok(test) => tests.push(test),
            Err(key) => faults.rows.push((place, key)),
        }
    }
    if faults == Faults::default() {
        Ok(Matcher {
            of: filter.of,
            tests,
        })
    } else {
        Err(faults)
    }
}

fn test(
    condition: &Condition,
    known: &Known,
    zone: &Zone,
    now: Timestamp,
) -> Result<Test, &'static str> {
    let Condition { what, how, value } = condition;
    let is = *how == Comparison::Is;
    if let Property::Field(slug) = what {
        let field = known.field(slug).ok_or("segments-gone-field")?;
        fits(what, *how, known)?;
        return of_field(field, *how, value);
    }
    fits(what, *how, known)?;
    let word = |word, found: Option<&'static str>| {
        let found = found.ok_or("segments-wrong-value")?;
        Ok(Test::Word(word, is, found))
    };
    match what {
        Property::State => {
            let read: Option<SubscriberState> = value.parse().ok();
            word(Word::State, read.map(SubscriberState::as_str))
        }
        Property::Cadence => {
            let read: Option<Cadence> = value.parse().ok();
            word(Word::Cadence, read.map(Cadence::as_str))
        }
        Property::Language => {
            let read: Option<Locale> = value.parse().ok();
            word(Word::Language, read.map(Locale::as_str))
        }
        Property::Source => {
            let read: Option<Channel> = value.parse().ok();
            word(Word::Source, read.map(Channel::as_str))
        }
        Property::Tag => {
            let tag = known.tags.iter().find(|tag| tag.slug == *value);
            Ok(Test::Tag(tag.ok_or("segments-gone-tag")?.id, is))
        }
        Property::Topic => {
            let topic = known.topics.iter().find(|topic| topic.slug == *value);
            Ok(Test::Topic(topic.ok_or("segments-gone-topic")?.id, is))
        }
        Property::Bounced => match value.as_str() {
            "yes" => Ok(Test::Bounced(true)),
            "no" => Ok(Test::Bounced(false)),
            _ => Err("segments-wrong-value"),
        },
        Property::Joined => moment(Moment::Joined, *how, value, zone, now),
        Property::Confirmed => moment(Moment::Confirmed, *how, value, zone, now),
        Property::Left => moment(Moment::Left, *how, value, zone, now),
        Property::Field(_) => Err("segments-gone-field"),
    }
}

fn fits(what: &Property, how: Comparison, known: &Known) -> Result<(), &'static str> {
    let takes = comparisons(what, known).contains(&how);
    takes.then_some(()).ok_or("segments-wrong-how")
}

fn of_field(field: &ReaderField, how: Comparison, value: &str) -> Result<Test, &'static str> {
    let id = field.id;
    if !how.takes_value() {
        return Ok(Test::Known(id, how == Comparison::Known));
    }
    let value = field.read(value)?.ok_or("segments-value-missing")?;
    match how {
        Comparison::Contains => Ok(Test::Part(id, value)),
        Comparison::Less | Comparison::More => {
            let number = value.parse().map_err(|_| "fields-value-no-number")?;
            Ok(Test::Number(id, how == Comparison::Less, number))
        }
        Comparison::Before | Comparison::Since => {
            Ok(Test::Day(id, how == Comparison::Before, value))
        }
        _ => Ok(Test::Value(id, how == Comparison::Is, value)),
    }
}

fn moment(
    which: Moment,
    how: Comparison,
    value: &str,
    zone: &Zone,
    now: Timestamp,
) -> Result<Test, &'static str> {
    let value = value.trim();
    if value.is_empty() {
        return Err("segments-value-missing");
    }
    match how {
        Comparison::Since | Comparison::Before => {
            let day = day(value).ok_or("fields-value-no-date")?;
            let start = at_hour(day, 0, zone).ok_or("fields-value-no-date")?;
            Ok(Test::Moment(which, how == Comparison::Since, start))
        }
        _ => {
            let is_plain = value.chars().all(|c| c.is_ascii_digit());
            let days: Option<i64> = value.parse().ok().filter(|_| is_plain);
            let days = days.filter(|days| (1..=MOST_DAYS).contains(days));
            let days = days.ok_or("segments-wrong-days")?;
            let start = now.plus(-days * DAY);
            Ok(Test::Moment(which, how == Comparison::Within, start))
        }
    }
}

/// A day as `2026-11-24`.
fn day(value: &str) -> Option<Date> {
    let is_plain = value.chars().all(|c| c.is_ascii_digit() || c == '-');
    let day: Date = value.parse().ok().filter(|_| is_plain)?;
    (day.year() > 0).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(what: &str, how: Comparison, value: &str) -> Result<Matcher, Faults> {
        let known = Known {
            fields: Vec::new(),
            tags: Vec::new(),
            topics: Vec::new(),
        };
        let zone: Zone = "Asia/Seoul".parse().expect("a zone");
        let condition = Condition {
            what: what.parse().expect("a property"),
            how,
            value: value.into(),
        };
        let filter = Filter {
            of: Join::All,
            conditions: vec![condition],
        };
        resolve(&filter, &known, &zone, Timestamp::from_unix(1_795_478_400))
    }

    #[test]
    fn a_value_fits_its_property_or_the_condition_is_refused() {
        for (what, how, value, fault) in [
            ("state", Comparison::Is, "gone", "segments-wrong-value"),
            ("state", Comparison::Less, "confirmed", "segments-wrong-how"),
            ("language", Comparison::Is, "de", "segments-wrong-value"),
            ("source", Comparison::IsNot, "", "segments-wrong-value"),
            ("bounced", Comparison::Is, "1", "segments-wrong-value"),
            ("tag", Comparison::IsNot, "vip", "segments-gone-tag"),
            ("topic", Comparison::IsNot, "robots", "segments-gone-topic"),
            ("field:city", Comparison::Unknown, "", "segments-gone-field"),
            ("joined", Comparison::Since, "", "segments-value-missing"),
            (
                "joined",
                Comparison::Since,
                "2026-02-30",
                "fields-value-no-date",
            ),
            (
                "joined",
                Comparison::Since,
                "2026-02-20T00:00",
                "fields-value-no-date",
            ),
            ("left", Comparison::Within, "0", "segments-wrong-days"),
            ("left", Comparison::Within, "-3", "segments-wrong-days"),
            (
                "left",
                Comparison::Within,
                "99999999999999999999",
                "segments-wrong-days",
            ),
        ] {
            let faults = ask(what, how, value).expect_err("a fault");
            assert_eq!(faults.rows, [(0, fault)], "{what} {how} {value}");
        }
        let since = ask("joined", Comparison::Since, "2026-11-24").expect("a condition");
        let midnight = Timestamp::from_unix(1_795_446_000);
        assert_eq!(since.tests, [Test::Moment(Moment::Joined, true, midnight)]);
    }
}
