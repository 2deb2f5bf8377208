//! Days and what is counted on them.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::clock::{DAY, Timestamp};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DailyKind {
    /// Subscriptions that were confirmed, imported, or went on after a bounce.
    Joined,
    /// Subscriptions that ended by a wish, a complaint or an erasure.
    Left,
    /// Subscriptions that ended by bounces.
    Bounced,
    /// Mails that a relay took.
    Delivered,
    /// Mails that were given up.
    Failed,
    /// Mails that were put off; each counts once.
    Deferred,
    /// Comments that were written.
    Written,
    /// Comments that were approved and still are.
    Approved,
}

crate::text_enum!(DailyKind {
    Joined => "joined", Left => "left", Bounced => "bounced",
    Delivered => "delivered", Failed => "failed", Deferred => "deferred",
    Written => "written", Approved => "approved",
});

/// A day of the site: days since 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Day(pub i64);

impl Day {
    /// The day of a moment where days begin `offset` seconds before those of UTC.
    pub(super) fn of(moment: Timestamp, offset: i64) -> Self {
        Self((moment.unix() + offset).div_euclid(DAY))
    }

    /// The day `days` later (earlier when negative).
    #[must_use]
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The date in the calendar.
    pub fn date(self) -> Date {
        let start = Timestamp::from_unix(self.0.saturating_mul(DAY));
        start.civil().to_zoned_datetime(TimeZone::UTC).date()
    }
}

/// How often something happened on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DailyNumber {
    /// The day.
    pub day: Day,
    /// What happened.
    pub kind: DailyKind,
    /// How often.
    pub number: i64,
}
