//! Feeds and posts as rows of the database.

use serde::{Deserialize, Serialize};
use url::Url;

use super::problem::explain;
use crate::clock::{DAY, Timestamp};
use crate::fetch::{UrlCredentials, Validators, shown_address};
use crate::i18n::Translator;
use crate::topics::Topic;

/// The row id of a feed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct FeedId(pub i64);

/// The row id of a post.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct PostId(pub i64);

/// The source of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SummaryBy {
    /// The author, as an excerpt written by hand.
    Author,
    /// A language model. Readers see a note.
    Model,
    /// Sentences of the post, chosen here.
    Extract,
    /// The beginning of the post, where nothing could be chosen.
    Beginning,
}

crate::text_enum!(SummaryBy {
    Author => "author", Model => "model", Extract => "extract", Beginning => "beginning",
});

/// A post.
#[derive(Clone, Debug)]
pub struct Post {
    /// The row id.
    pub id: PostId,
    /// The feed that brought it.
    pub feed_id: FeedId,
    /// The feed's title.
    pub feed_title: String,
    /// The address of its page.
    pub url: String,
    /// The title.
    pub title: String,
    /// The author, if the feed names one.
    pub author: Option<String>,
    /// The summary; empty for a post without text.
    pub summary: String,
    /// The source of the summary.
    pub summary_by: Option<SummaryBy>,
    /// The author's date, if there is one.
    pub published_at: Option<Timestamp>,
    /// The time when the feed first carried it.
    pub arrived_at: Timestamp,
    /// The date to show and to sort by: the author's, else the arrival; never in the future.
    pub dated_at: Timestamp,
    /// The time of its summary.
    pub ready_at: Option<Timestamp>,
    /// False for the archive: posts from before their feed was added.
    pub mailable: bool,
    /// Its place in the order of posts that are mailed; the archive has none.
    pub number: Option<i64>,
    /// True if readers need a password for it. Such a post is never mailed.
    pub is_protected: bool,
    /// The time since which the owner withholds it.
    pub held_at: Option<Timestamp>,
    /// The time of the first digests since it got its number, whether or not they show it.
    pub mailed_at: Option<Timestamp>,
    /// The time of the first digests of a post that was let go or opened after them: whoever got it since then gets it no
    /// more.
    pub first_mailed_at: Option<Timestamp>,
    /// Its topics.
    pub topics: Vec<Topic>,
}

/// The end of the posts that digests may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    /// The number of the newest post that may be mailed, or 0.
    pub number: i64,
    /// True while a corrected post holds back itself and the posts after it.
    pub is_held_back: bool,
}

/// A feed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Feed {
    /// The row id.
    pub id: FeedId,
    /// The address of requests. It may hold a secret: people see [`Feed::shown_url`].
    pub url: String,
    /// User name and password for the server.
    pub(super) credentials: Option<UrlCredentials>,
    /// The title, or [`Feed::shown_url`] if it has none.
    pub title: String,
    /// The site it belongs to.
    pub site_url: Option<String>,
    /// `ETag` of its last answer.
    pub etag: Option<String>,
    /// `Last-Modified` of its last answer.
    pub last_modified: Option<String>,
    /// The time of the next poll.
    pub next_poll_at: Timestamp,
    /// The time of the last poll.
    pub last_polled_at: Option<Timestamp>,
    /// The problem of the last poll, as a code.
    pub last_error: Option<String>,
    /// Polls in a row that failed.
    pub failures: i64,
    /// The time when it was added.
    pub added_at: Timestamp,
    /// The time when its archive was stored.
    pub archived_at: Option<Timestamp>,
    /// The time of the last request without conditions.
    pub asked_whole_at: Option<Timestamp>,
    /// Entries of its last answer.
    pub entries: Option<i64>,
    /// Posts that came from it.
    pub posts: i64,
}

impl Feed {
    /// Validators for a conditional request. Once a day there are none, since some engines give validators that do not change
    /// with the feed.
    pub(super) fn validators(&self, now: Timestamp) -> Validators {
        if self
            .asked_whole_at
            .is_none_or(|asked| now.since(asked) >= DAY)
        {
            return Validators::default();
        }
        // WordPress never matches a weak tag, and then doesn't look at the date.
        let is_weak = self
            .etag
            .as_deref()
            .is_some_and(|tag| tag.starts_with("W/"));
        let etag = self
            .etag
            .clone()
            .filter(|_| !is_weak || self.last_modified.is_none());
        Validators {
            etag,
            last_modified: self.last_modified.clone(),
        }
    }

    /// The address without secrets.
    pub fn shown_url(&self) -> String {
        shown_address(&self.url)
    }

    /// The address of a request, with credentials.
    pub(super) fn target(&self) -> Option<Url> {
        let url = Url::parse(&self.url).ok()?;
        Some(match &self.credentials {
            Some(credentials) => credentials.put_into(&url),
            None => url,
        })
    }

    /// The problem of the last poll, as a sentence.
    pub fn problem(&self, translator: Translator) -> Option<String> {
        let code = self.last_error.as_deref()?;
        Some(explain(code, translator))
    }
}

/// Counts of one poll.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArrivalCounts {
    /// New posts.
    pub new: usize,
    /// Posts that changed.
    pub edited: usize,
    /// Entries of a feed in which no entry could be read.
    pub unreadable: usize,
}

/// The result of adding a feed.
#[derive(Clone, Debug)]
pub struct Added {
    /// The feed.
    pub feed: Feed,
    /// False if it was added before.
    pub is_new: bool,
    /// Counts of one poll.
    pub arrived: ArrivalCounts,
}

impl Added {
    pub(super) fn known(feed: Feed) -> Self {
        Self {
            feed,
            is_new: false,
            arrived: ArrivalCounts::default(),
        }
    }
}
