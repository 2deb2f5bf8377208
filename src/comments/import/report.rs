//! What an import is told, and what it reports.

use std::collections::{BTreeMap, BTreeSet};

use super::format::CommentFormat;
use crate::clock::{Timestamp, Zone};
use crate::comments::merging::PageMove;
use crate::comments::model::CommentStatus;

/// How a file is read.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The program that wrote the file; `None` lets the file say so.
    pub format: Option<CommentFormat>,
    /// The zone of times without one; `None` is the site's.
    pub zone: Option<Zone>,
    /// Pages that have another address now.
    pub moves: Vec<PageMove>,
    /// True when nothing is written.
    pub dry_run: bool,
}

/// A record that was not read, or not as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRecord {
    /// The record, as people find it in the file.
    pub record: String,
    /// What is wrong with it.
    pub why: String,
    /// True when the comment was imported all the same.
    pub is_kept: bool,
}

impl BadRecord {
    /// A comment of this id in the file, which may be empty, that cannot be read.
    pub(super) fn lost(id: &str, why: impl Into<String>) -> Self {
        Self {
            record: if id.is_empty() {
                "a comment".to_owned()
            } else {
                format!("comment {id}")
            },
            why: why.into(),
            is_kept: false,
        }
    }
}

/// The result of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// The program that wrote the file.
    pub format: Option<CommentFormat>,
    /// Comments in the file, of any kind.
    pub found: usize,
    /// Comments that are new here.
    pub new: usize,
    /// Comments that an earlier import brought.
    pub known: usize,
    /// Comments of the file by state, new or known.
    pub approved: usize,
    /// Held ones.
    pub pending: usize,
    /// Advertisements.
    pub spam: usize,
    /// Removed ones.
    pub trashed: usize,
    /// Places of deleted comments that have replies.
    pub deleted: usize,
    /// Threads with comments of the file.
    pub threads: usize,
    /// Replies whose answered comment is not in the file, at the first level now.
    pub orphans: usize,
    /// Comments that were left out, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
    /// Records that were not read, or not as they stand.
    pub bad: Vec<BadRecord>,
    /// Why the rest of the file could not be read.
    pub unread: Option<String>,
    /// Hosts whose pages are not the site's: their threads are not shown before they are moved.
    pub foreign_hosts: BTreeSet<String>,
    /// When the oldest comment was written.
    pub oldest: Option<Timestamp>,
    /// When the newest comment was written.
    pub newest: Option<Timestamp>,
}

impl ImportReport {
    /// Comments that could not be read.
    pub fn lost(&self) -> usize {
        self.bad.iter().filter(|bad| !bad.is_kept).count()
    }

    pub(super) fn count(&mut self, status: CommentStatus, written_at: Timestamp) {
        let counter = match status {
            CommentStatus::Approved => &mut self.approved,
            CommentStatus::Pending => &mut self.pending,
            CommentStatus::Spam => &mut self.spam,
            CommentStatus::Trashed => &mut self.trashed,
        };
        *counter += 1;
        self.oldest = Some(
            self.oldest
                .map_or(written_at, |oldest| oldest.min(written_at)),
        );
        self.newest = self.newest.max(Some(written_at));
    }
}
