//! Plain types of comments: ids, states, and a comment before and after it is stored.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::Url;

use super::thread_key::ThreadKey;
use super::write::content::CommentBody;
use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::token::TokenHash;

/// A thread's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct ThreadId(pub i64);

/// A comment's row, and its name in addresses.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct CommentId(pub i64);

impl fmt::Display for CommentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for CommentId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Where a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommentStatus {
    /// Waits for a moderator.
    Pending,
    /// Public.
    Approved,
    /// Advertisement.
    Spam,
    /// Taken away.
    Trashed,
}

crate::text_enum!(CommentStatus { Pending => "pending", Approved => "approved", Spam => "spam", Trashed => "trashed" });

/// A comment as its author wrote it, parsed.
#[derive(Clone, Debug)]
pub struct NewComment {
    /// Under which page.
    pub thread: ThreadKey,
    /// What the page is called by the author's word; the thread takes it over once the comment is public.
    pub title: Option<String>,
    /// Where the page is, likewise.
    pub page_url: Option<Url>,
    /// The answered comment.
    pub parent: Option<CommentId>,
    /// Who wrote it.
    pub author: Author,
    /// What it says.
    pub body: CommentBody,
    /// Whether the author wants to hear of replies.
    pub notify: bool,
    /// The language of the page that it was written on.
    pub locale: Locale,
    /// Where it came from.
    pub ip: IpAddr,
    /// The browser that wrote it, by its cookie; `None` where no browser stands behind it.
    pub browser: Option<TokenHash>,
    /// Through which channel it came.
    pub channel: Channel,
    /// The field that people never see was filled in.
    pub honeypot_filled: bool,
}

/// Who wrote a comment.
#[derive(Clone, Debug)]
pub struct Author {
    /// As shown.
    pub name: DisplayName,
    /// Never shown.
    pub email: EmailAddress,
    /// A page of theirs.
    pub url: Option<Url>,
}

/// How a comment came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A form that this server served.
    Form,
    /// The JSON API, which asks for no token and allows less.
    Api,
}

/// A comment that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// Its row.
    pub id: CommentId,
    /// Where it stands.
    pub status: CommentStatus,
}

/// Where a new comment goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct CommentPosition {
    pub thread: ThreadId,
    pub root: Option<CommentId>,
    pub status: CommentStatus,
}

/// A thread.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ThreadRow {
    pub id: ThreadId,
    pub title: String,
    pub url: Option<String>,
    pub approved: i64,
}

/// A comment as the database gives it for reading.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct CommentRow {
    pub id: CommentId,
    pub parent_id: Option<CommentId>,
    pub root_id: Option<CommentId>,
    pub replies: i64,
    pub name: String,
    pub url: Option<String>,
    pub html: String,
    pub status: CommentStatus,
    pub created_at: Timestamp,
}

/// A comment that readers see. There is no address in it.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its row.
    pub id: CommentId,
    /// The answered comment.
    pub parent: Option<CommentId>,
    /// The author's name.
    pub name: String,
    /// A page of theirs.
    pub url: Option<String>,
    /// The sanitised HTML.
    pub html: String,
    /// When it was written.
    pub created_at: Timestamp,
}

impl From<CommentRow> for Comment {
    fn from(row: CommentRow) -> Self {
        Self {
            id: row.id,
            parent: row.parent_id,
            name: row.name,
            url: row.url,
            html: row.html,
            created_at: row.created_at,
        }
    }
}
