//! Topics that subscribers choose from; two names with the same slug are one topic.

mod queries;

use unicode_normalization::UnicodeNormalization;

use super::SubscriberId;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::token::hex;

pub use crate::ids::TopicId;

/// Something that subscribers may choose.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Topic {
    /// Its row.
    pub id: TopicId,
    /// Its name in forms and JSON.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Shown on the sign-up page.
    pub offered: bool,
}

/// Characters of the longest name; the rest of a longer one is cut.
const LONGEST_NAME: usize = 80;

/// The topic of this name, made and offered when there is none yet.
pub async fn offer(tx: &mut Tx, name: &str, now: Timestamp) -> Result<TopicId> {
    let name: String = name.trim().nfc().take(LONGEST_NAME).collect();
    queries::insert(tx, &slug(&name), &name, true, now).await
}

/// The topic of this name for posts that are about it; one that is new is not offered before the owner says so.
pub async fn keep(tx: &mut Tx, name: &str, now: Timestamp) -> Result<TopicId> {
    let name: String = name.trim().nfc().take(LONGEST_NAME).collect();
    queries::insert(tx, &slug(&name), &name, false, now).await
}

/// The topics on the sign-up page, by name.
pub async fn offered(tx: &mut Tx) -> Result<Vec<Topic>> {
    let mut topics = all(tx).await?;
    topics.retain(|topic| topic.offered);
    Ok(topics)
}

/// Every topic, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Topic>> {
    let mut topics = queries::all(tx).await?;
    topics.sort_by_cached_key(|topic| topic.name.to_lowercase());
    Ok(topics)
}

/// Shows a topic on the sign-up page or no longer; false when there is no such topic.
pub async fn set_offered(tx: &mut Tx, id: TopicId, offered: bool) -> Result<bool> {
    queries::set_offered(tx, id, offered).await
}

/// The topics that this subscriber chose, by name; empty means all.
pub async fn chosen(tx: &mut Tx, subscriber: SubscriberId) -> Result<Vec<Topic>> {
    let mut topics = queries::chosen(tx, subscriber).await?;
    topics.sort_by_cached_key(|topic| topic.name.to_lowercase());
    Ok(topics)
}

/// What the subscribers after one row up to another chose.
pub(super) async fn chosen_between(
    tx: &mut Tx,
    after: SubscriberId,
    last: SubscriberId,
) -> Result<Vec<(SubscriberId, TopicId)>> {
    queries::chosen_between(tx, after, last).await
}

/// What these subscribers chose.
pub(super) async fn chosen_by(
    tx: &mut Tx,
    subscribers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, TopicId)>> {
    queries::chosen_by(tx, subscribers).await
}

/// Replaces what this subscriber chose.
pub(super) async fn choose(
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
pub(super) async fn choose_for_all(tx: &mut Tx, choices: &[(SubscriberId, TopicId)]) -> Result<()> {
    if choices.is_empty() {
        return Ok(());
    }
    queries::choose_for_all(tx, choices).await
}

/// The names of these topics, for the record.
pub(super) fn names_of(topics: &[Topic], ids: &[TopicId]) -> String {
    let names: Vec<&str> = topics
        .iter()
        .filter(|topic| ids.contains(&topic.id))
        .map(|topic| topic.name.as_str())
        .collect();
    names.join(", ")
}

/// The name as forms and JSON write it: lower case, words joined by hyphens; Hangul stays Hangul.
pub fn slug(name: &str) -> String {
    let lower: String = name.nfc().collect::<String>().to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        // Nothing but signs: two such names still have to be told apart.
        return format!("topic-{}", hex(lower.trim().as_bytes()));
    }
    words.join("-")
}
