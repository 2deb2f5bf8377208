//! Reads and replaces the topics of subscribers.

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

/// The topics of subscribers in a range of ids.
pub(crate) async fn chosen_between(
    tx: &mut Tx,
    after: SubscriberId,
    last: SubscriberId,
) -> Result<Vec<(SubscriberId, TopicId)>> {
    queries::chosen_between(tx, after, last).await
}

/// The topics of these subscribers.
pub(crate) async fn chosen_by(
    tx: &mut Tx,
    subscribers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, TopicId)>> {
    queries::chosen_by(tx, subscribers).await
}

/// Replaces the topics of a subscriber.
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

/// Inserts topics of new subscribers.
pub(crate) async fn choose_for_all(tx: &mut Tx, choices: &[(SubscriberId, TopicId)]) -> Result<()> {
    if choices.is_empty() {
        return Ok(());
    }
    queries::choose_for_all(tx, choices).await
}
