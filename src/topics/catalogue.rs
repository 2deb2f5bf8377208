//! The catalogue of topics. Two names with the same slug are one topic.

use unicode_normalization::UnicodeNormalization;

use super::model::{Topic, TopicId};
use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::token::hex;

/// Characters of the longest name; a longer one is cut.
const LONGEST_NAME: usize = 80;

/// Finds or inserts the topic of this name; a new one is offered to readers.
pub async fn offer(tx: &mut Tx, name: &str, now: Timestamp) -> Result<TopicId> {
    let name: String = name.trim().nfc().take(LONGEST_NAME).collect();
    queries::insert(tx, &slug(&name), &name, true, now).await
}

/// Finds or inserts the topic of this name for posts; a new one is not offered to readers.
pub async fn find_or_insert(tx: &mut Tx, name: &str, now: Timestamp) -> Result<TopicId> {
    let name: String = name.trim().nfc().take(LONGEST_NAME).collect();
    queries::insert(tx, &slug(&name), &name, false, now).await
}

/// Topics that are offered on the sign-up page, by name.
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

/// Offers a topic on the sign-up page, or stops offering it. Returns false when there is no such topic.
pub async fn set_offered(tx: &mut Tx, id: TopicId, offered: bool) -> Result<bool> {
    queries::set_offered(tx, id, offered).await
}

/// The topics of these slugs or names; `None` when one is unknown.
pub fn named(topics: &[Topic], words: &[String]) -> Option<Vec<TopicId>> {
    let find = |word: &String| {
        let wanted = slug(word);
        let known = topics.iter().find(|topic| topic.slug == wanted);
        known.map(|topic| topic.id)
    };
    let mut ids: Vec<TopicId> = words.iter().map(find).collect::<Option<_>>()?;
    ids.sort_unstable();
    ids.dedup();
    Some(ids)
}

/// The names of these topics, joined by commas.
pub fn names_of(topics: &[Topic], ids: &[TopicId]) -> String {
    let names: Vec<&str> = topics
        .iter()
        .filter(|topic| ids.contains(&topic.id))
        .map(|topic| topic.name.as_str())
        .collect();
    names.join(", ")
}

/// The slug of a name: lower case, words joined by hyphens. Hangul stays.
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
