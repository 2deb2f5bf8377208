//! Plain types of the moderation queue.

use sqlx::types::Json;

use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, CommentStatus, ThreadId};
use crate::comments::spam::HoldReason;
use crate::comments::thread_key::ThreadKey;

/// A comment as moderators see it, with its author's address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct QueuedComment {
    /// Its row.
    pub id: CommentId,
    /// The author's name.
    pub name: DisplayName,
    /// The author's address.
    pub email: EmailAddress,
    /// A page of theirs.
    pub url: Option<String>,
    /// Markdown as written.
    pub body: String,
    /// The sanitised HTML.
    pub html: String,
    /// Where it stands.
    pub status: CommentStatus,
    /// Why it was held.
    pub reasons: Json<Vec<HoldReason>>,
    /// Where it came from; old ones are forgotten.
    pub ip: Option<String>,
    /// When.
    pub created_at: Timestamp,
    /// The thread's name.
    pub thread_key: ThreadKey,
    /// The thread's title; before it has one, what the comment's own page called itself, and empty for none.
    pub thread_title: String,
    /// Whom it answers.
    pub parent_name: Option<String>,
    /// Other comments of this address that are approved.
    pub approved_before: i64,
}

/// Which comments of the queue.
#[derive(Clone, Debug, Default)]
pub struct QueueFilter {
    /// In this state alone.
    pub status: Option<CommentStatus>,
    /// That hold this text, in whatever comment.
    pub search: String,
    /// This one alone.
    pub only: Option<CommentId>,
}

/// A page of the queue, newest first.
#[derive(Clone, Debug)]
pub struct ModerationQueue {
    /// The comments.
    pub comments: Vec<QueuedComment>,
    /// The comment whose newer neighbours are on the page before.
    pub newer: Option<CommentId>,
    /// The comment whose older neighbours are on the page after.
    pub older: Option<CommentId>,
}

/// Where a page of the queue begins.
#[derive(Clone, Copy, Debug)]
pub enum QueueStart {
    /// At the newest.
    Newest,
    /// Below this comment.
    Below(CommentId),
    /// It ends above this comment.
    Above(CommentId),
}

/// A comment that a decision moved.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct MovedComment {
    pub thread_id: ThreadId,
    pub root_id: Option<CommentId>,
    pub previous_status: CommentStatus,
}
