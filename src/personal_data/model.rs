//! The data of one person, and the result of an erasure.

use serde::Serialize;

use crate::comments::privacy::MyComment;
use crate::subscribers::subscriber_data::SubscriberData;

/// The data of one person.
#[derive(Debug, Serialize)]
pub struct Everything {
    #[serde(flatten)]
    pub(super) subscription: SubscriberData,
    pub(super) comments: Vec<MyComment>,
}

/// What was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// There was a subscription.
    pub subscription: bool,
    /// Comments that were made anonymous.
    pub comments: usize,
}
