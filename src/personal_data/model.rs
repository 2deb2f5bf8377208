//! What is kept of one person, and what an erasure took.

use serde::Serialize;

use crate::comments::personal::MyComment;
use crate::subscribers::subscriber_data::MyData;

/// What somebody takes along.
#[derive(Debug, Serialize)]
pub struct Everything {
    #[serde(flatten)]
    pub(super) subscription: MyData,
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
