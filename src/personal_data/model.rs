//! The data of one person, and the result of an erasure.

use serde::Serialize;

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
