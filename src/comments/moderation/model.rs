//! Plain types of the moderation queue.

use sqlx::types::Json;

use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, CommentStatus, ThreadId};
use crate::comments::spam::HoldReason;
use crate::comments::thread::order::Cursor;
use crate::comments::thread_key::ThreadKey;
use crate::spam::{Lesson, TaughtText};

/// A comment as moderators see it, with its author's address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct QueuedComment {
    /// The id.
    pub id: CommentId,
    /// The author's name.
    pub name: DisplayName,
    /// The author's address.
    pub email: EmailAddress,
    /// The author's page.
    pub url: Option<String>,
    /// The Markdown.
    pub body: String,
    /// The sanitised HTML.
    pub html: String,
    /// The state.
    pub status: CommentStatus,
    /// The reasons for which it was held.
    pub reasons: Json<Vec<HoldReason>>,
    /// The network address; old ones are deleted.
    pub ip: Option<String>,
    /// The time of writing.
    pub created_at: Timestamp,
    /// The key of the thread.
    pub thread_key: ThreadKey,
    /// The thread's title, else the title that came with the comment; may be empty.
    pub thread_title: String,
    /// The title of the thread or of its post alone; may be empty.
    pub known_title: String,
    /// The author of the answered comment.
    pub parent_name: Option<String>,
    /// The number of other approved comments with this address; 100 stands for more.
    pub approved_before: i64,
    /// The number of other comments with this address that are spam; 100 stands for more.
    pub spam_before: i64,
    /// The Markdown before the first edit.
    pub first_body: Option<String>,
    /// The hash of the text.
    pub text_hash: String,
}

impl QueuedComment {
    /// The mark of this text: a form sends it back, so that nobody decides about a text that they have not seen.
    pub fn mark(&self) -> &str {
        short(&self.text_hash)
    }
}

/// A comment that a form decides on, with the mark of the text that was shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeenComment {
    /// The id.
    pub id: CommentId,
    /// The mark, as [`QueuedComment::mark`] gives it; empty where no text was shown.
    pub mark: String,
}

/// What a decision on many comments did.
#[derive(Clone, Debug, Default)]
pub struct DecidedComments {
    /// Those that it moved.
    pub moved: Vec<CommentId>,
    /// Those that stay, since their authors changed them meanwhile.
    pub changed: Vec<CommentId>,
}

/// The beginning of a hash, enough to tell two texts of one comment apart.
pub(super) fn short(hash: &str) -> &str {
    hash.get(..16).unwrap_or(hash)
}

/// A filter of the queue.
#[derive(Clone, Debug, Default)]
pub struct QueueFilter {
    /// Only this state.
    pub status: Option<CommentStatus>,
    /// Comments with this text, in any case.
    pub search: String,
    /// Only this comment.
    pub only: Option<CommentId>,
    /// Only comments of this thread.
    pub thread: Option<ThreadKey>,
    /// Only comments with this address, as [`EmailAddress::key`] writes it.
    pub author: Option<String>,
    /// Only comments held for a reason of this word, such as `links`.
    pub reason: Option<&'static str>,
    /// Only comments written at this moment or later.
    pub since: Option<Timestamp>,
    /// Only comments written before this moment.
    pub until: Option<Timestamp>,
}

/// A page of the queue, newest first.
#[derive(Clone, Debug)]
pub struct ModerationQueue {
    /// The comments.
    pub comments: Vec<QueuedComment>,
    /// The first comment, when a previous page exists.
    pub newer: Option<Cursor>,
    /// The last comment, when a next page exists.
    pub older: Option<Cursor>,
}

/// The start of a page of the queue.
#[derive(Clone, Copy, Debug)]
pub enum QueueStart {
    /// The newest comment.
    Newest,
    /// The comments before this position, whose comment may be gone.
    Below(Cursor),
    /// The comments after it.
    Above(Cursor),
}

/// A comment whose state a decision changed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct MovedComment {
    pub thread_id: ThreadId,
    pub root_id: Option<CommentId>,
    pub previous_status: CommentStatus,
}

/// What a comment taught the spam filter.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct TaughtComment {
    pub id: CommentId,
    pub name: String,
    pub body: String,
    pub learned: Option<Lesson>,
}

impl TaughtComment {
    /// The text with this lesson.
    pub(super) fn text(&self, lesson: Option<Lesson>) -> Option<TaughtText<'_>> {
        lesson.map(|lesson| TaughtText {
            name: &self.name,
            body: &self.body,
            lesson,
        })
    }
}
