//! Types of the export.

use crate::clock::Timestamp;
use crate::comments::model::{CommentId, CommentStatus, ThreadId};
use crate::i18n::Locale;

/// The format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// An object with a list of comments, which `comments import` reads.
    Json,
    /// `WordPress` eXtended RSS.
    Wxr,
}

crate::text_enum!(ExportFormat { Json => "json", Wxr => "wxr" });

/// A thread of the export.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ExportedThread {
    pub id: ThreadId,
    pub key: String,
    pub title: String,
    pub url: Option<String>,
    pub created_at: Timestamp,
}

/// A comment of the export.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ExportedComment {
    pub id: CommentId,
    pub parent_id: Option<CommentId>,
    pub import_key: String,
    pub parent_key: Option<String>,
    pub name: String,
    pub email: String,
    pub url: Option<String>,
    pub body: String,
    pub html: String,
    pub status: CommentStatus,
    pub ip: Option<String>,
    pub locale: Locale,
    pub created_at: Timestamp,
}

/// A comment that has no key yet.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct UnkeyedComment {
    pub id: CommentId,
    pub body: String,
    pub created_at: Timestamp,
}
