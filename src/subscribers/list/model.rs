//! A search of the list, and its rows.

use crate::subscribers::model::{Cadence, Subscriber, SubscriberId, SubscriberState};

/// A search of the list.
#[derive(Clone, Copy, Debug, Default)]
pub struct SubscriberSearch<'a> {
    /// A part of an address or a name; empty finds everybody.
    pub text: &'a str,
    /// One state, or all.
    pub state: Option<SubscriberState>,
    /// The page begins after this subscriber.
    pub before: Option<SubscriberId>,
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct ListedSubscriber {
    /// The subscriber.
    pub subscriber: Subscriber,
    /// The names of their topics; empty means all.
    pub topics: String,
}

impl ListedSubscriber {
    /// How often they get mail.
    pub fn cadence(&self) -> Cadence {
        self.subscriber.cadence
    }
}

/// The number of subscribers in one state.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct SubscriberCount {
    /// The state.
    pub state: SubscriberState,
    /// How many.
    pub count: i64,
}
