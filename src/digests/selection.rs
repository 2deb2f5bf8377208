//! Selection of the posts for a reader.
//! Invariant: a post is new to a reader once, whatever settings change between two digests.

use std::collections::HashMap;

use super::model::{Digest, DigestReader, MOST_SHOWN};
use super::queries;
use crate::clock::Timestamp;
use crate::ids::EditionId;
use crate::outbox::edition;
use crate::posts::{self, Newest, Post, PostId};
use crate::store::{Result, Tx};
use crate::subscribers::topic_choices;
use crate::subscribers::{Due, Subscriber, SubscriberId};

impl DigestReader {
    /// Returns the settings of this subscriber.
    pub async fn of(tx: &mut Tx, subscriber: &Subscriber) -> Result<Self> {
        let topics = topic_choices::chosen(tx, subscriber.id).await?;
        Ok(Self {
            locale: subscriber.locale,
            cadence: subscriber.cadence,
            topics: topics.into_iter().map(|topic| topic.id).collect(),
            window: subscriber.digest_window,
            confirmed_at: subscriber.confirmed_at,
            received: Vec::new(),
        })
    }

    /// Returns true if the post is new to the reader and of the chosen topics. A post without topics goes only to readers who
    /// chose none.
    pub fn wants(&self, post: &Post) -> bool {
        let is_new = post.number.is_some_and(|number| number > self.window);
        let is_later = match (post.ready_at, self.confirmed_at) {
            (Some(ready), Some(confirmed)) => ready >= confirmed,
            _ => false,
        };
        is_new && is_later && self.takes_topics_of(post) && !self.received.contains(&post.id)
    }

    /// Returns true if the post is of the chosen topics.
    pub fn takes_topics_of(&self, post: &Post) -> bool {
        self.topics.is_empty()
            || post
                .topics
                .iter()
                .any(|topic| self.topics.contains(&topic.id))
    }
}

/// Sorts posts by the date that readers see, newest first.
pub fn newest_first(posts: &mut [Post]) {
    posts.sort_by_key(|post| std::cmp::Reverse((post.dated_at, post.number, post.id)));
}

/// Returns the posts after `number` that may be new to a reader, newest first. Later numbers than `newest` wait, since the
/// readers' windows move to `newest`.
pub async fn new_posts(tx: &mut Tx, number: i64, newest: Newest) -> Result<Vec<Post>> {
    let mut posts = posts::mailable_after(tx, number, i64::MAX).await?;
    posts.retain(|post| post.number.is_some_and(|number| number <= newest.number));
    newest_first(&mut posts);
    Ok(posts)
}

/// Returns the posts that some of these readers got before a pause moved them back, and those that were let go again after they
/// had got them, each with such a reader. Mails from
/// before a post was sent again do not count. Once the mails are no longer kept, anybody may have got the post.
pub async fn received(
    tx: &mut Tx,
    posts: &[Post],
    readers: &[SubscriberId],
    now: Timestamp,
) -> Result<Vec<(SubscriberId, PostId)>> {
    let released = posts
        .iter()
        .filter_map(|post| Some((post.id, post.first_mailed_at?)));
    let kept_since = posts::released_mails_kept_since(now);
    let (known, forgotten): (Vec<_>, Vec<_>) =
        released.partition(|(_, since)| *since >= kept_since);
    let mut received = queries::received_before_pause(tx, readers).await?;
    for (post, _) in forgotten {
        received.extend(readers.iter().map(|reader| (*reader, post)));
    }
    if known.is_empty() || readers.is_empty() {
        return Ok(received);
    }
    let since: HashMap<PostId, Timestamp> = known.into_iter().collect();
    let asked: Vec<PostId> = since.keys().copied().collect();
    let shown = queries::editions_with(tx, &asked).await?;
    let editions: Vec<EditionId> = shown.iter().map(|(edition, _)| *edition).collect();
    for (reader, edition, queued_at) in edition::recipients_among(tx, &editions, readers).await? {
        let of_mail = shown
            .iter()
            .filter(|(other, post)| *other == edition && queued_at >= since[post]);
        received.extend(of_mail.map(|(_, post)| (reader, *post)));
    }
    Ok(received)
}

/// Returns the editions whose mails are asked for while posts that were let go are planned.
pub async fn editions_in_question(tx: &mut Tx, now: Timestamp) -> Result<Vec<EditionId>> {
    let released = posts::released_since(tx, posts::released_mails_kept_since(now)).await?;
    let shown = queries::editions_with(tx, &released).await?;
    Ok(shown.into_iter().map(|(edition, _)| edition).collect())
}

/// Returns the settings of these readers, with the posts that they got before those were let go again.
pub async fn readers(
    tx: &mut Tx,
    due: &[Due],
    posts: &[Post],
    now: Timestamp,
) -> Result<Vec<DigestReader>> {
    let ids: Vec<SubscriberId> = due.iter().map(|reader| reader.id).collect();
    let received = received(tx, posts, &ids, now).await?;
    let readers = due.iter().map(|reader| {
        let own = received.iter().filter(|(who, _)| *who == reader.id);
        DigestReader {
            received: own.map(|(_, post)| *post).collect(),
            ..DigestReader::from(reader)
        }
    });
    Ok(readers.collect())
}

/// Returns the latest hour whose digests may go out at `now`. While numbers are held back, readers with an hour stay due:
/// their next digest may be a month away.
pub fn latest_hour(newest: Newest, now: Timestamp) -> Timestamp {
    if newest.is_held_back {
        Timestamp::from_unix(0)
    } else {
        now
    }
}

/// Returns the digest of a reader from `posts`, which are newest first; `None` if none of them is new.
pub fn select(posts: &[Post], reader: &DigestReader) -> Option<Digest> {
    let wanted = || posts.iter().filter(|post| reader.wants(post));
    let count = wanted().count();
    (count > 0).then(|| Digest {
        locale: reader.locale,
        cadence: reader.cadence,
        shown: wanted().take(MOST_SHOWN).map(|post| post.id).collect(),
        count,
    })
}
