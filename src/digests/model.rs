//! Digests, their readers and their editions.

use std::collections::BTreeSet;

use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::ids::EditionId;
use crate::posts::PostId;
use crate::subscribers::{Cadence, Due};
use crate::topics::TopicId;

/// The most posts that a digest shows; it counts the others.
pub const MOST_SHOWN: usize = 10;

/// The settings of a reader that decide what a digest contains.
#[derive(Clone, Debug)]
pub struct DigestReader {
    /// The language of the mails.
    pub locale: Locale,
    /// The cadence.
    pub cadence: Cadence,
    /// The chosen topics; empty means all.
    pub topics: Vec<TopicId>,
    /// The number of the last post that was considered for this reader.
    pub window: i64,
    /// The time of the confirmation; `None` while the reader gets no mail.
    pub confirmed_at: Option<Timestamp>,
    /// Posts that were let go again after the reader had got them.
    pub received: Vec<PostId>,
}

impl From<&Due> for DigestReader {
    fn from(due: &Due) -> Self {
        Self {
            locale: due.locale,
            cadence: due.cadence,
            topics: due.topics.clone(),
            window: due.window,
            confirmed_at: Some(due.confirmed_at),
            received: Vec::new(),
        }
    }
}

/// The content of a digest. Readers with equal content share an edition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Digest {
    /// The language.
    pub locale: Locale,
    /// The cadence, which the mail names.
    pub cadence: Cadence,
    /// The posts that it shows, newest first, at most `MOST_SHOWN`.
    pub shown: Vec<PostId>,
    /// The number of new posts, shown or not.
    pub count: usize,
}

/// The result of planning.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// Readers that were due.
    pub readers: usize,
    /// Mails queued. The other readers had no new posts.
    pub mails: usize,
    /// The editions they share.
    pub editions: BTreeSet<EditionId>,
}

/// A preview of a mail.
#[derive(Clone, Debug)]
pub struct DigestPreview {
    /// The subject.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The plain part.
    pub text: String,
}

/// A preview of an edition.
#[derive(Clone, Debug)]
pub struct ExpectedEdition {
    /// The content.
    pub digest: Digest,
    /// The number of recipients; 0 for a sample of the latest posts.
    pub recipients: usize,
    /// Its key among the previews, which depends on the content alone.
    pub key: String,
}

/// An edition of the archive.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ArchivedEdition {
    /// The row id.
    pub id: EditionId,
    /// The name in addresses.
    pub slug: String,
    /// The language.
    pub locale: Locale,
    /// The subject.
    pub subject: String,
    /// The time when it was made.
    pub created_at: Timestamp,
    /// The cadence of its readers.
    pub cadence: Cadence,
    /// The number of new posts.
    pub post_count: i64,
}

impl ArchivedEdition {
    /// Returns the path of its page.
    pub fn path(&self) -> String {
        format!("/archive/{}", self.slug)
    }

    /// Returns the day in its name, for an id that survives a change of the site's address (RFC 4151).
    pub fn day(&self) -> &str {
        self.slug.get(..10).unwrap_or_default()
    }

    /// Returns the number of posts beyond the `shown` ones.
    pub fn more(&self, shown: usize) -> i64 {
        self.post_count - i64::try_from(shown).unwrap_or(self.post_count)
    }
}
