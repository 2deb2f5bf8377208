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

/// The topics that these texts name, each a slug, a name or a list of them; `None` when one is unknown.
pub fn named(topics: &[Topic], texts: &[String]) -> Option<Vec<TopicId>> {
    let find = |wanted: String| {
        let known = topics.iter().find(|topic| topic.slug == wanted);
        known.map(|topic| topic.id)
    };
    let mut ids: Vec<TopicId> = slugs(topics, texts).map(find).collect::<Option<_>>()?;
    ids.sort_unstable();
    ids.dedup();
    Some(ids)
}

/// Whether one of these texts names the topic, as in [`named`].
pub fn is_named(topics: &[Topic], texts: &[String], topic: &Topic) -> bool {
    slugs(topics, texts).any(|slug| slug == topic.slug)
}

fn slugs<'a>(topics: &'a [Topic], texts: &'a [String]) -> impl Iterator<Item = String> {
    let words = texts.iter().flat_map(|text| words(topics, text));
    words.map(slug)
}

/// The names in a list: with commas between or, where no name has a space, spaces.
fn words<'a>(topics: &[Topic], list: &'a str) -> Vec<&'a str> {
    let whole = slug(list);
    let filled = |word: &&str| !word.trim().is_empty();
    if topics.iter().any(|topic| topic.slug == whole) {
        vec![list]
    } else if list.contains(',') {
        list.split(',').filter(filled).collect()
    } else {
        list.split_whitespace().collect()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_topics_is_read_by_its_commas_and_else_by_its_spaces() {
        let names = ["AI", "AI 소식", "연구", "R, Python"];
        let topics: Vec<Topic> = (1..)
            .zip(names)
            .map(|(id, name)| Topic {
                id: TopicId(id),
                slug: slug(name),
                name: name.into(),
                offered: true,
            })
            .collect();
        for (list, expected) in [
            ("AI 소식", Some(vec![2])),
            ("ai-소식,연구", Some(vec![2, 3])),
            (" 연구 , AI 소식,", Some(vec![2, 3])),
            ("ai 연구", Some(vec![1, 3])),
            ("R, Python", Some(vec![4])),
            ("연구, 없음", None),
            ("", Some(vec![])),
            (" , ", Some(vec![])),
        ] {
            let texts = [list.to_owned()];
            let expected = expected.map(|ids| ids.into_iter().map(TopicId).collect::<Vec<_>>());
            assert_eq!(named(&topics, &texts), expected, "{list}");
            let is_named = |topic: &&Topic| is_named(&topics, &texts, topic);
            let count = topics.iter().filter(is_named).count();
            assert_eq!(count, expected.map_or(1, |ids| ids.len()), "{list}");
        }
    }
}
