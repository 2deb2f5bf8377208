//! Records of a poll: an arriving post, stored posts that it may be, posts to read, and their summaries.

use super::feed::EntrySource;
use super::model::{FeedId, PostId, SummaryBy};
use crate::clock::Timestamp;

/// A post as an entry carries it, new or edited.
#[derive(Clone, Debug)]
pub(super) struct PostArrival<'a> {
    pub feed_id: FeedId,
    pub guid: String,
    pub url: &'a str,
    pub url_key: Option<String>,
    pub title: &'a str,
    pub author: Option<&'a str>,
    pub text: &'a str,
    pub excerpt: Option<&'a str>,
    /// Of title and text.
    pub fingerprint: String,
    /// Of the text alone.
    pub words: String,
    /// Of everything that an edit may change.
    pub carried: String,
    pub wants_page: bool,
    pub published_at: Option<Timestamp>,
    pub dated_at: Timestamp,
    pub mailable: bool,
    pub is_protected: bool,
    pub source: EntrySource,
}

impl PostArrival<'_> {
    /// Returns true if its text may open a post behind a password. A post that its page or the API locked needs more than the
    /// feed.
    pub(super) fn may_open(&self, is_locked: bool) -> bool {
        !is_locked || self.source == EntrySource::Api
    }
}

/// A stored post that may be the arriving one.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct StoredPost {
    pub id: PostId,
    pub feed_id: FeedId,
    pub guid: String,
    pub url: String,
    pub url_key: Option<String>,
    pub title: String,
    pub fingerprint: String,
    /// Of the text alone; `None` for posts of older databases.
    pub words: Option<String>,
    /// Of everything that the feed carried; `None` for posts of older databases.
    pub carried: Option<String>,
    pub published_at: Option<Timestamp>,
    pub is_protected: bool,
    /// True if its page or the REST API asked for the password; the feed alone does not open it.
    pub is_locked: bool,
    /// True if a digest may still show it for the first time.
    pub is_before_mail: bool,
}

/// A post that waits for its summary.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct UnreadPost {
    pub id: PostId,
    pub url: String,
    pub title: String,
    pub text: String,
    pub excerpt: Option<String>,
    /// Of everything that an edit may change.
    pub carried: String,
    pub wants_page: bool,
    /// True if only its page may open it.
    pub is_protected: bool,
}

/// A post with its summary.
#[derive(Clone, Debug)]
pub(super) struct SummarisedPost {
    pub text: String,
    pub excerpt: Option<String>,
    pub summary: String,
    pub summary_by: Option<SummaryBy>,
    /// True if the page asked for a password.
    pub is_protected: bool,
}

impl SummarisedPost {
    /// Returns a post behind a password, without text.
    pub(super) fn protected() -> Self {
        Self {
            text: String::new(),
            excerpt: None,
            summary: String::new(),
            summary_by: None,
            is_protected: true,
        }
    }
}
