//! Which posts a reader would receive. Invariant: a post is new to a reader once, whatever they change between two digests.

use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::posts::{self, Newest, Post, PostId};
use crate::store::Result;
use crate::store::Tx;
use crate::subscribers::topics::{self, TopicId};
use crate::subscribers::{Cadence, Due, Subscriber};

/// Posts that a digest shows; of further ones it gives the number.
pub const MOST_SHOWN: usize = 10;

/// What decides about a reader's digest.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The language of their mails.
    pub locale: Locale,
    /// How often they get mail.
    pub cadence: Cadence,
    /// The topics they chose; empty means all.
    pub topics: Vec<TopicId>,
    /// The number of the last post that was considered for them.
    pub window: i64,
    /// When they confirmed; `None` while they get nothing.
    pub confirmed_at: Option<Timestamp>,
}

impl From<&Due> for Reader {
    fn from(due: &Due) -> Self {
        Self {
            locale: due.locale,
            cadence: due.cadence,
            topics: due.topics.clone(),
            window: due.window,
            confirmed_at: Some(due.confirmed_at),
        }
    }
}

impl Reader {
    /// The reader that this subscriber is.
    pub async fn of(tx: &mut Tx, subscriber: &Subscriber) -> Result<Self> {
        let topics = topics::chosen(tx, subscriber.id).await?;
        Ok(Self {
            locale: subscriber.locale,
            cadence: subscriber.cadence,
            topics: topics.into_iter().map(|topic| topic.id).collect(),
            window: subscriber.digest_window,
            confirmed_at: subscriber.confirmed_at,
        })
    }

    /// Whether this post is new to them and of their topics. A choice of topics is a choice: a post without any goes only
    /// to those who take everything.
    pub fn wants(&self, post: &Post) -> bool {
        let is_new = post.number.is_some_and(|number| number > self.window);
        let is_later = match (post.ready_at, self.confirmed_at) {
            (Some(ready), Some(confirmed)) => ready >= confirmed,
            _ => false,
        };
        is_new && is_later && self.takes_topics_of(post)
    }

    /// Whether this post is of their topics.
    pub fn takes_topics_of(&self, post: &Post) -> bool {
        self.topics.is_empty()
            || post
                .topics
                .iter()
                .any(|topic| self.topics.contains(&topic.id))
    }
}

/// What a reader would receive; readers for whom it is equal share an edition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Digest {
    /// Its language.
    pub locale: Locale,
    /// How often its readers get one, which its words say.
    pub cadence: Cadence,
    /// The posts it shows, newest first: at most [`MOST_SHOWN`].
    pub shown: Vec<PostId>,
    /// The posts that are new to its readers, shown or not.
    pub count: usize,
}

/// Newest first by the date that readers see, as the archive and the site itself have them.
pub fn newest_first(posts: &mut [Post]) {
    posts.sort_by_key(|post| std::cmp::Reverse((post.dated_at, post.number, post.id)));
}

/// The posts after `number` that may be new to a reader, newest first. What was numbered after `newest` was read is left for
/// the next time, since the readers' windows move to `newest`.
pub async fn new_posts(tx: &mut Tx, number: i64, newest: Newest) -> Result<Vec<Post>> {
    let mut posts = posts::mailable_after(tx, number, i64::MAX).await?;
    posts.retain(|post| post.number.is_some_and(|number| number <= newest.number));
    newest_first(&mut posts);
    Ok(posts)
}

/// The latest hour whose digests may go out at `now`. While numbers are held back, whoever has an hour stays due: their next
/// digest is a day or a month away, and those of each post miss nothing.
pub fn latest_hour(newest: Newest, now: Timestamp) -> Timestamp {
    if newest.is_held_back {
        Timestamp::from_unix(0)
    } else {
        now
    }
}

/// The digest of a reader from `posts`, which stand newest first; `None` when nothing is new to them.
pub fn select(posts: &[Post], reader: &Reader) -> Option<Digest> {
    let wanted = || posts.iter().filter(|post| reader.wants(post));
    let count = wanted().count();
    (count > 0).then(|| Digest {
        locale: reader.locale,
        cadence: reader.cadence,
        shown: wanted().take(MOST_SHOWN).map(|post| post.id).collect(),
        count,
    })
}
