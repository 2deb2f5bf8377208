//! The data of one person, the result of an erasure, and the requests for both.

use serde::Serialize;

use crate::address::EmailAddress;
use crate::clock::{DAY, Timestamp};
use crate::comments::privacy::AuthorData;
use crate::subscribers::subscriber_data::SubscriberData;

/// The data of one person.
#[derive(Debug, Serialize)]
pub struct Everything {
    #[serde(flatten)]
    pub(super) person: Person,
    #[serde(flatten)]
    pub(super) comments: AuthorData,
}

/// The person whose data it is.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Person {
    Subscriber(Box<SubscriberData>),
    /// An author of comments without a subscription.
    Author {
        email: String,
    },
}

/// What was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// There was a subscription.
    pub subscription: bool,
    /// Comments that were emptied.
    pub comments: usize,
}

/// What somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestKind {
    /// A copy of their data (GDPR, Articles 15 and 20).
    Export,
    /// Its erasure (GDPR, Article 17).
    Erasure,
}

crate::text_enum!(RequestKind { Export => "export", Erasure => "erasure" });

/// How a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestSource {
    /// The person acted on their own page.
    Own,
    /// An owner wrote it down.
    Owner,
}

crate::text_enum!(RequestSource { Own => "self", Owner => "owner" });

/// A request for a copy of one's data or for its erasure.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DataRequest {
    /// Its number.
    pub id: i64,
    /// What is asked for.
    pub kind: RequestKind,
    /// Who asks; `None` once it is answered.
    pub address: Option<EmailAddress>,
    /// How it came.
    pub source: RequestSource,
    /// When it came.
    pub asked_at: Timestamp,
    /// The day until which it is to be answered.
    pub due_at: Timestamp,
    /// When it was answered.
    pub done_at: Option<Timestamp>,
}

impl DataRequest {
    /// True when the day is over and it is not answered.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.done_at.is_none() && self.due_at.plus(DAY) <= now
    }
}
