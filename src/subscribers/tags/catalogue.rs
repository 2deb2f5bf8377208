//! The tags of readers. Two names with the same slug are one tag.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::model::{ReaderTag, TagId};
use super::queries;
use crate::clock::Timestamp;
use crate::ids::SubscriberId;
use crate::invisible::strip_invisible;
use crate::message::content::one_line;
use crate::store::{Result, Tx};
use crate::topics::slug;

/// Characters of the longest tag.
const LONGEST: usize = 80;
/// Tags of one reader.
const MOST: usize = 50;

/// Every tag, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<ReaderTag>> {
    let mut tags = queries::all(tx).await?;
    tags.sort_by_cached_key(|tag| tag.name.to_lowercase());
    Ok(tags)
}

/// The names of a reader's tags.
pub async fn of(tx: &mut Tx, subscriber: SubscriberId) -> Result<Vec<String>> {
    let rows = queries::of_each(tx, &[subscriber]).await?;
    Ok(rows.into_iter().map(|(_, name)| name).collect())
}

/// The names of these readers' tags.
pub(in crate::subscribers) async fn of_each(
    tx: &mut Tx,
    subscribers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, String)>> {
    queries::of_each(tx, subscribers).await
}

/// The names of the tags of readers in a range of ids.
pub(in crate::subscribers) async fn between(
    tx: &mut Tx,
    after: SubscriberId,
    last: SubscriberId,
) -> Result<Vec<(SubscriberId, String)>> {
    queries::between(tx, after, last).await
}

/// The tags that these lists name, with commas between; the error is the key of a phrase.
pub fn words<'a>(
    lists: impl IntoIterator<Item = &'a str>,
) -> std::result::Result<Vec<String>, &'static str> {
    let words = lists.into_iter().flat_map(|list| list.split(','));
    let clean = |word: &str| one_line(&strip_invisible(&word.nfc().collect::<String>()));
    let mut tags = BTreeMap::new();
    for word in words.map(clean).filter(|word| !word.is_empty()) {
        if word.chars().count() > LONGEST {
            return Err("fields-tags-too-long");
        }
        tags.entry(slug(&word)).or_insert(word);
    }
    if tags.len() > MOST {
        return Err("fields-tags-too-many");
    }
    Ok(tags.into_values().collect())
}

/// Gives a reader these tags and no others. A new tag is added to the catalogue. Returns false when nothing changes.
pub async fn replace(
    tx: &mut Tx,
    subscriber: SubscriberId,
    tags: &[String],
    now: Timestamp,
) -> Result<bool> {
    let slugs = |names: &[String]| {
        let mut slugs: Vec<String> = names.iter().map(|name| slug(name)).collect();
        slugs.sort_unstable();
        slugs
    };
    if slugs(&of(tx, subscriber).await?) == slugs(tags) {
        return Ok(false);
    }
    queries::forget(tx, subscriber).await?;
    for tag in tags {
        let id = queries::find_or_insert(tx, &slug(tag), tag, now).await?;
        queries::give(tx, subscriber, id).await?;
    }
    Ok(true)
}

/// The tag of this name, which is added to the catalogue when it is new.
pub(in crate::subscribers) async fn offer(
    tx: &mut Tx,
    name: &str,
    now: Timestamp,
) -> Result<TagId> {
    queries::find_or_insert(tx, &slug(name), name, now).await
}

/// Gives readers these tags beside those that they have. A tag that was removed meanwhile is left out.
pub(in crate::subscribers) async fn give_all(
    tx: &mut Tx,
    tagged: &[(SubscriberId, TagId)],
) -> Result<()> {
    queries::give_all(tx, tagged).await
}

/// Takes a tag away from all readers. Returns it when it was there.
pub async fn remove(tx: &mut Tx, id: TagId) -> Result<Option<String>> {
    queries::remove(tx, id).await
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn tags_stand_between_commas_and_each_counts_once() {
        let read = |list: &str| words([list]).expect("tags");
        assert_eq!(
            read(" VIP, 서울 모임 ,vip,, \u{200b} "),
            ["VIP", "서울 모임"]
        );
        assert!(read("").is_empty());
        assert_eq!(
            words(["가".repeat(81).as_str()]),
            Err("fields-tags-too-long")
        );
        let many: Vec<String> = (0..51).map(|n| format!("tag {n}")).collect();
        assert_eq!(
            words([many.join(",").as_str()]),
            Err("fields-tags-too-many")
        );
    }
}
