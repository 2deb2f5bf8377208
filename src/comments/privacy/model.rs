//! Plain types of an author's export.

use serde::Serialize;

use crate::address::EmailAddress;
use crate::clock::{Timestamp, as_rfc3339};
use crate::comments::flags::MyFlag;
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::thread_key::ThreadKey;
use crate::comments::votes::MyVote;
use crate::i18n::Locale;
use crate::spam::Lesson;

/// The person behind an address, as one of the comments with it knows them.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CommentAuthor {
    /// The address.
    pub email: EmailAddress,
    /// The language of the comment.
    pub locale: Locale,
}

/// What is stored about the author behind an address.
#[derive(Debug, Serialize)]
pub struct AuthorData {
    /// The comments, oldest first.
    pub comments: Vec<MyComment>,
    /// What the author chose for the notices of threads.
    pub notice_choices: Vec<MyNoticeChoice>,
    /// The votes of the browsers that wrote them and proved the address.
    pub votes: Vec<MyVote>,
    /// What those browsers reported.
    pub reports: Vec<MyFlag>,
}

/// What an author chose for the notices of a thread.
#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct MyNoticeChoice {
    /// The key of the thread.
    pub thread: ThreadKey,
    /// `replies` or `thread`.
    pub scope: String,
    /// `at_once` or `daily`.
    pub pace: String,
}

/// A comment in its author's export.
#[derive(Debug, Serialize)]
pub struct MyComment {
    /// The id.
    pub id: CommentId,
    /// The key of its thread.
    pub thread: ThreadKey,
    /// The title of its thread; may be empty.
    #[serde(skip)]
    pub title: String,
    /// The author's name.
    pub name: String,
    /// The author's page.
    pub url: Option<String>,
    /// The Markdown.
    pub body: String,
    /// The text before the first change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_body: Option<String>,
    /// The state. One under a shadow ban seems to wait.
    pub status: &'static str,
    /// The network address.
    pub ip: Option<String>,
    /// True for one that wants reply notices.
    pub wants_reply_notices: bool,
    /// When it was written.
    #[serde(serialize_with = "as_rfc3339")]
    pub created_at: Timestamp,
}

/// The row of a comment in its author's export.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct MyRow {
    pub(super) id: CommentId,
    pub(super) thread: ThreadKey,
    pub(super) title: String,
    pub(super) name: String,
    pub(super) url: Option<String>,
    pub(super) body: String,
    pub(super) first_body: Option<String>,
    pub(super) status: CommentStatus,
    pub(super) ip: Option<String>,
    pub(super) notify: bool,
    pub(super) created_at: Timestamp,
}

/// A comment whose author is erased, with what it taught the filter.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct WrittenComment {
    pub(super) id: CommentId,
    pub(super) locale: Locale,
    pub(super) name: String,
    pub(super) body: String,
    pub(super) ip: Option<String>,
    pub(super) learned: Option<Lesson>,
}
