//! Time is an argument: only `Clock` reads the system's, and a test holds one that stands still.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A minute in seconds.
pub const MINUTE: i64 = 60;
/// An hour in seconds.
pub const HOUR: i64 = 60 * MINUTE;
/// A day of 24 hours in seconds.
pub const DAY: i64 = 24 * HOUR;

/// Seconds as whole minutes, the last one counted as a whole: how long to wait, for people.
pub fn whole_minutes(seconds: i64) -> i64 {
    (seconds + MINUTE - 1) / MINUTE
}

/// A moment: Unix time in whole seconds.
#[derive(
    Default,
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment that lies `seconds` after 1970-01-01T00:00:00Z.
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The moment of a local time as `<input type="datetime-local">` writes it, `2026-12-03T08:00`. An hour that a change of clocks skips
    /// is taken an hour later; of an hour that comes twice, the first is taken. `None` for anything else.
    pub fn of_local(text: &str, zone: &Zone) -> Option<Self> {
        let is_plain = |c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | 'T');
        let local: jiff::civil::DateTime = text
            .parse()
            .ok()
            .filter(|_| text.contains('T') && text.chars().all(is_plain))?;
        let moment = local.to_zoned_datetime(zone.rules().clone()).ok()?;
        Some(Self::from_unix(moment.timestamp().as_second()))
    }

    /// The moment `seconds` later (earlier when negative).
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to this moment.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same moment as jiff's type, which knows calendars.
    pub fn civil(self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// The moment in a place, for local hours and dates.
    pub fn at(self, zone: &Zone) -> jiff::ZonedDateTime {
        self.civil().to_zoned_datetime(zone.0.clone())
    }
}

/// Serialises a moment as RFC 3339, for files that people read.
pub fn as_rfc3339<S: serde::Serializer>(moment: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(moment)
}

/// RFC 3339 in UTC, as JSON and `<time datetime>` want it.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil())
    }
}

/// Reads RFC 3339, such as `2026-11-24T07:00:00+09:00`.
impl FromStr for Timestamp {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>()
            .map(|moment| Self(moment.as_second()))
    }
}

/// A time zone by its IANA name, such as `Asia/Seoul`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The first moment of a day.
    pub fn start_of(&self, day: jiff::civil::Date) -> Option<Timestamp> {
        let start = day.to_zoned_datetime(self.0.clone()).ok()?;
        Some(Timestamp(start.timestamp().as_second()))
    }

    /// The zone itself, for jiff's calendar.
    pub fn rules(&self) -> &TimeZone {
        &self.0
    }
}

impl FromStr for Zone {
    type Err = jiff::Error;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        TimeZone::get(name).map(Self)
    }
}

/// For rows of the database.
impl TryFrom<String> for Zone {
    type Error = jiff::Error;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        name.parse()
    }
}

impl Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        name.parse().map_err(|_| {
            serde::de::Error::custom(format!(
                "`{name}` is no time zone; write an IANA name such as Asia/Seoul"
            ))
        })
    }
}

/// The names of the places that a person may choose among; not the old and the technical ones.
pub static ZONES: LazyLock<Vec<String>> = LazyLock::new(|| {
    const CONTINENTS: [&str; 10] = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    let names = jiff::tz::db().available();
    let mut names: Vec<String> = names
        .map(|name| name.to_string())
        .filter(|name| name == "UTC" || CONTINENTS.iter().any(|place| name.starts_with(place)))
        .collect();
    names.sort_unstable();
    names
});

/// Where "now" comes from.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Standing(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `moment` until [`Clock::advance`] moves it; its clones move together.
    pub fn standing(moment: Timestamp) -> Self {
        Self(Source::Standing(Arc::new(AtomicI64::new(moment.unix()))))
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => system_time(),
            Source::Standing(seconds) => Timestamp(seconds.load(Ordering::SeqCst)),
        }
    }

    /// True for a clock that only moves when it is told.
    pub fn is_standing(&self) -> bool {
        matches!(self.0, Source::Standing(_))
    }

    /// Lets these seconds pass before it goes on; a standing clock has none to wait for.
    pub async fn pause(&self, seconds: u64) {
        match self.0 {
            Source::System => tokio::time::sleep(std::time::Duration::from_secs(seconds)).await,
            Source::Standing(_) => tokio::task::yield_now().await,
        }
    }

    /// Moves a standing clock; the machine's clock goes by itself.
    pub fn advance(&self, seconds: i64) {
        if let Source::Standing(now) = &self.0 {
            now.fetch_add(seconds, Ordering::SeqCst);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the system's clock"
)]
fn system_time() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_second())
}
