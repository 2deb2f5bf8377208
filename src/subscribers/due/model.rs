//! A reader whose digest is due, and how far a reader has been served.

use serde::Serialize;

use crate::address::{DisplayName, EmailAddress};
use crate::clock::{Timestamp, Zone};
use crate::i18n::Locale;
use crate::subscribers::model::{Cadence, SubscriberId, WeeklyDay};
use crate::topics::TopicId;

/// A subscriber whose digest is due.
#[derive(Clone, Debug)]
pub struct Due {
    /// The id.
    pub id: SubscriberId,
    /// Their address.
    pub email: EmailAddress,
    /// Their name, when they gave one.
    pub name: Option<DisplayName>,
    /// The language of their mails.
    pub locale: Locale,
    /// How often they get mail.
    pub cadence: Cadence,
    /// The topics they chose; empty means all.
    pub topics: Vec<TopicId>,
    /// The number of the last post that was considered for them.
    pub window: i64,
    /// When the digest was due; `None` when that was never computed.
    pub next_digest_at: Option<Timestamp>,
    /// The time zone of their hour.
    pub zone: Zone,
    /// The day of their weekly digest.
    pub day: WeeklyDay,
    /// The local hour at which their digests come.
    pub hour: i64,
    /// When they confirmed: earlier posts are not for them.
    pub confirmed_at: Timestamp,
}

/// The row of a [`Due`]. Its topics are one text of numbers.
#[derive(sqlx::FromRow)]
pub(super) struct DueRow {
    id: SubscriberId,
    email: EmailAddress,
    name: Option<DisplayName>,
    locale: Locale,
    cadence: Cadence,
    digest_window: i64,
    next_digest_at: Option<Timestamp>,
    #[sqlx(try_from = "String")]
    time_zone: Zone,
    weekly_day: WeeklyDay,
    delivery_hour: i64,
    confirmed_at: Timestamp,
    topics: String,
}

impl From<DueRow> for Due {
    fn from(row: DueRow) -> Self {
        let mut topics: Vec<_> = row
            .topics
            .split(' ')
            .filter_map(|number| number.parse().ok().map(TopicId))
            .collect();
        topics.sort_unstable();
        Self {
            id: row.id,
            email: row.email,
            name: row.name,
            locale: row.locale,
            cadence: row.cadence,
            topics,
            window: row.digest_window,
            next_digest_at: row.next_digest_at,
            zone: row.time_zone,
            day: row.weekly_day,
            hour: row.delivery_hour,
            confirmed_at: row.confirmed_at,
        }
    }
}

/// How far a subscriber has been served.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DigestProgress {
    /// The subscriber.
    pub id: SubscriberId,
    /// Posts up to this number were considered for them.
    pub window: i64,
    /// When their next digest is due; those of each post have no such time.
    pub next_digest_at: Option<Timestamp>,
}
