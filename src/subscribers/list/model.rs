//! A search of the list, and its rows.

use crate::subscribers::consent::Channel;
use crate::subscribers::model::{Cadence, Subscriber, SubscriberId, SubscriberState};
use crate::subscribers::tags::TagId;
use crate::topics::TopicId;

/// A search of the list.
#[derive(Clone, Copy, Debug, Default)]
pub struct SubscriberSearch<'a> {
    /// A part of an address or a name; empty finds everybody.
    pub text: &'a str,
    /// One state, or all.
    pub state: Option<SubscriberState>,
    /// Those who chose this topic.
    pub topic: Option<TopicId>,
    /// One cadence, or all.
    pub cadence: Option<Cadence>,
    /// The channel by which they came first.
    pub source: Option<Channel>,
    /// Beside the source, the list, the owner or the token that brought them; empty for any.
    pub brought_by: &'a str,
    /// Those who have this tag.
    pub tag: Option<TagId>,
    /// The page begins after this subscriber.
    pub before: Option<SubscriberId>,
}

impl SubscriberSearch<'_> {
    /// Asks for more than a text and a state.
    pub(super) const fn is_refined(&self) -> bool {
        self.topic.is_some()
            || self.cadence.is_some()
            || self.source.is_some()
            || self.tag.is_some()
    }
}

/// A page of the list.
#[derive(Clone, Debug)]
pub struct SubscriberListing {
    /// Its rows, newest first.
    pub rows: Vec<ListedSubscriber>,
    /// The next page begins after this subscriber. A refined search looks through a bounded number of readers for one page, so
    /// that a page which is not full may have a next one.
    pub next: Option<SubscriberId>,
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
