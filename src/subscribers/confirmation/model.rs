//! A confirmation link and its states.

use sqlx::types::Json;

use crate::address::DisplayName;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::subscribers::model::{Cadence, Subscriber, SubscriberId, Wishes};
use crate::topics::TopicId;

/// Where a confirmation link leads.
#[derive(Clone, Debug)]
pub enum Link {
    /// To the button: the subscriber, and what the click would apply.
    Open(Box<Subscriber>, Box<Wishes>),
    /// To a subscription that begins with this very click.
    Begun(Box<Subscriber>),
    /// The subscription stands already.
    Standing(Box<Subscriber>),
    /// It was used, and the subscriber has left since.
    Spent(Box<Subscriber>),
    /// It was good once; a new one can be asked for.
    Expired(Box<Subscriber>),
    /// It is not one of ours, or its subscriber was erased.
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
