//! Plain types of an author's export.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::comments::model::{CommentId, CommentStatus};
use crate::i18n::Locale;
use crate::spam::Lesson;

/// A comment in its author's export.
#[derive(Debug, Serialize)]
pub struct MyComment {
    pub(super) thread: String,
    pub(super) name: String,
    pub(super) url: Option<String>,
    pub(super) body: String,
    /// The text before the first change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) first_body: Option<String>,
    pub(super) status: &'static str,
    pub(super) ip: Option<String>,
    pub(super) wants_reply_notices: bool,
    pub(super) created_at: String,
}

/// The row of a comment in its author's export.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct MyRow {
    pub(super) thread: String,
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
