//! A confirmation link and its states.

use sqlx::types::Json;

use crate::address::DisplayName;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::model::{Cadence, Subscriber, SubscriberId, Wishes};
use crate::topics::TopicId;

/// The state of a confirmation link.
#[derive(Clone, Debug)]
pub enum ConfirmationLink {
    /// Valid and unused: the subscriber, and the wishes that a click applies.
    Open(Box<Subscriber>, Box<Wishes>),
    /// This click confirmed the subscription.
    Confirmed(Box<Subscriber>),
    /// The subscriber is confirmed already.
    AlreadyConfirmed(Box<Subscriber>),
    /// Used before; the subscriber has unsubscribed or is blocked since.
    Used(Box<Subscriber>),
    /// Expired; the reader can ask for a new one.
    Expired(Box<Subscriber>),
    /// Not a link of this site, or its subscriber was erased.
    Unknown,
}

/// A link's row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ConfirmationRow {
    pub(super) subscriber_id: SubscriberId,
    name: Option<DisplayName>,
    locale: Locale,
    cadence: Cadence,
    topics: Json<Vec<TopicId>>,
    advertising: AdvertisingChoice,
    pub(super) expires_at: Timestamp,
    pub(super) used_at: Option<Timestamp>,
}

impl ConfirmationRow {
    pub(super) fn wishes(self) -> Wishes {
        Wishes {
            name: self.name,
            locale: self.locale,
            cadence: self.cadence,
            topics: self.topics.0,
            advertising: self.advertising,
        }
    }
}
