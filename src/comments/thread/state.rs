//! The state of a thread. Whatever is read of a thread begins with it, and pages of equal states are equal.

use super::queries;
use crate::clock::Timestamp;
use crate::comments::model::{ThreadId, ThreadRow};
use crate::comments::thread_key::ThreadKey;
use crate::posts;
use crate::store::{Result, Tx};

/// A thread as its pages show it, without its comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadState {
    /// The thread of this page.
    pub key: ThreadKey,
    /// The title of the page, as a feed knows it.
    pub(super) known_title: Option<String>,
    /// The date of the page, as a feed knows it.
    pub(super) known_date: Option<Timestamp>,
    /// `None` for a thread without comments.
    pub(super) row: Option<ThreadRow>,
}

impl ThreadState {
    /// True for a thread with comments and for a page of a feed. Any other name is a name that somebody asked for.
    pub fn is_known(&self) -> bool {
        self.row.is_some() || self.known_title.is_some()
    }

    /// The title: from a feed, else the thread's own; may be empty.
    pub fn title(&self) -> Option<String> {
        let own = || self.row.as_ref().map(|row| row.title.clone());
        self.known_title.clone().or_else(own)
    }

    /// The id; `None` for a thread without comments.
    pub fn id(&self) -> Option<ThreadId> {
        self.row.as_ref().map(|row| row.id)
    }

    /// The version, and the number of approved comments.
    pub(in crate::comments) fn news(&self) -> (i64, i64) {
        self.row
            .as_ref()
            .map_or((0, 0), |row| (row.version, row.approved))
    }

    /// The number of approved comments.
    pub(super) fn total(&self) -> i64 {
        self.row.as_ref().map_or(0, |row| row.approved)
    }
}

/// The present state of the thread of this key.
pub async fn state(tx: &mut Tx, key: ThreadKey) -> Result<ThreadState> {
    let page = match key.url() {
        Some(url) => posts::page_of_url(tx, url.as_str()).await?,
        None => None,
    };
    let (known_title, known_date) = page.unzip();
    Ok(ThreadState {
        known_title,
        known_date,
        row: queries::thread(tx, &key).await?,
        key,
    })
}
