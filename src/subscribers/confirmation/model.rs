//! A confirmation link and its states.

use sqlx::types::Json;

use crate::address::DisplayName;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::subscribers::model::{Cadence, Subscriber, SubscriberId, Wishes};
use crate::topics::TopicId;

/// The state of a confirmation link.
#[derive(Clone, Debug)]
pub enum Link {
    /// Valid and unused: the subscriber, and the wishes that a click applies.
    Open(Box<Subscriber>, Box<Wishes>),
    /// This click confirmed the subscription.
    Begun(Box<Subscriber>),
    /// The subscriber is confirmed already.
    Standing(Box<Subscriber>),
    /// Used before; the subscriber has unsubscribed or is blocked since.
    Spent(Box<Subscriber>),
    /// Expired; the reader can ask for a new one.
    Expired(Box<Subscriber>),
    /// Not a link of this site, or its subscriber was erased.
    Unknown,
}

/// A link's row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Invitation {
    pub(super) subscriber_id: SubscriberId,
    name: Option<DisplayName>,
    locale: Locale,
    cadence: Cadence,
    topics: Json<Vec<TopicId>>,
    pub(super) expires_at: Timestamp,
    pub(super) used_at: Option<Timestamp>,
}

impl Invitation {
    pub(super) fn wishes(self) -> Wishes {
        Wishes {
            name: self.name,
            locale: self.locale,
            cadence: self.cadence,
            topics: self.topics.0,
        }
    }
}
