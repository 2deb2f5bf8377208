//! Reads and replaces choices.

use super::queries;
use crate::store::{Result, Tx};
use crate::subscribers::model::SubscriberId;
use crate::topics::{Topic, TopicId};

/// The topics that this subscriber chose, by name; empty means all.
pub async fn chosen(tx: &mut Tx, subscriber: SubscriberId) -> Result<Vec<Topic>> {
    let mut topics = queries::chosen(tx, subscriber).await?;
    topics.sort_by_cached_key(|topic| topic.name.to_lowercase());
    Ok(topics)
}

/// What the subscribers after one row up to another chose.
pub(crate) async fn chosen_between(
    tx: &mut Tx,
    after: SubscriberId,
    last: SubscriberId,
) -> Result<Vec<(SubscriberId, TopicId)>> {
    queries::chosen_between(tx, after, last).await
}

/// What these subscribers chose.
pub(crate) async fn chosen_by(
    tx: &mut Tx,
    subscribers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, TopicId)>> {
    queries::chosen_by(tx, subscribers).await
}

/// Replaces what this subscriber chose.
pub(crate) async fn choose(
    tx: &mut Tx,
    subscriber: SubscriberId,
    topics: &[TopicId],
) -> Result<()> {
    queries::forget_choice(tx, subscriber).await?;
    for topic in topics {
        queries::choose(tx, subscriber, *topic).await?;
    }
    Ok(())
}

/// Adds to what subscribers chose who chose nothing yet.
pub(crate) async fn choose_for_all(tx: &mut Tx, choices: &[(SubscriberId, TopicId)]) -> Result<()> {
    if choices.is_empty() {
        return Ok(());
    }
    queries::choose_for_all(tx, choices).await
}
