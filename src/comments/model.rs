//! Plain types of comments: ids, states, and a comment before and after it is stored.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::Url;

use super::akismet::verdict::AkismetVerdict;
use super::thread_key::ThreadKey;
use super::write::content::CommentBody;
use crate::address::{DisplayName, EmailAddress};
use crate::challenges::SolvedChallenge;
use crate::clock::{MINUTE, Timestamp};
use crate::i18n::Locale;
use crate::token::TokenHash;

/// Seconds for which an author may change or delete a comment.
pub const EDIT_WINDOW: i64 = 5 * MINUTE;

/// The id of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct ThreadId(pub i64);

/// The id of a comment, in the database and in addresses.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct CommentId(pub i64);

impl CommentId {
    /// The name of the comment in the audit log and in the mails that quote it (`outbox::NewMail::about`).
    pub fn subject(self) -> String {
        format!("comment:{self}")
    }
}

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

/// The state of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommentStatus {
    /// Waits for a moderator.
    Pending,
    /// Public.
    Approved,
    /// Advertisement.
    Spam,
    /// Removed by a moderator.
    Trashed,
}

crate::text_enum!(CommentStatus { Pending => "pending", Approved => "approved", Spam => "spam", Trashed => "trashed" });

/// How an author is known beyond a typed name. Readers see it beside the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorMark {
    /// The author claimed the address by a mailed link, and the browser proved it.
    Verified,
    /// The comment was written in the panel.
    Team,
    /// The site signed the author in as one of its users.
    Site,
}

crate::text_enum!(AuthorMark { Verified => "verified", Team => "team", Site => "site" });

impl AuthorMark {
    /// The phrase beside the name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Verified => "verification-mark-verified",
            Self::Team => "verification-mark-team",
            Self::Site => "verification-mark-site",
        }
    }
}

/// A parsed comment that is not stored yet.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; none excludes another"
)]
pub struct NewComment {
    /// The thread of its page.
    pub thread: ThreadKey,
    /// The page's title as the author's browser sent it. The thread may take it when the comment is public.
    pub title: Option<String>,
    /// The page's address as the author's browser sent it.
    pub page_url: Option<Url>,
    /// The answered comment.
    pub parent: Option<CommentId>,
    /// The author.
    pub author: Author,
    /// The text.
    pub body: CommentBody,
    /// True when the author wants reply notices.
    pub notify: bool,
    /// The language of the form.
    pub locale: Locale,
    /// The network address; unspecified for an answer by mail.
    pub ip: IpAddr,
    /// The hash of the browser's cookie; `None` for a program.
    pub browser: Option<TokenHash>,
    /// The channel that brought it.
    pub channel: Channel,
    /// True when the honeypot field has a value.
    pub honeypot_filled: bool,
    /// The solved challenge that it brought.
    pub solved: Option<SolvedChallenge>,
    /// True for an element that solves a challenge when it is asked to.
    pub can_prove: bool,
    /// True until Akismet was asked, where the owner wants it to be.
    pub asks_akismet: bool,
    /// What Akismet says, where it was asked.
    pub akismet: Option<AkismetVerdict>,
}

impl NewComment {
    /// The network address as the database keeps it.
    pub(super) fn ip_text(&self) -> Option<String> {
        (!self.ip.is_unspecified()).then(|| self.ip.to_string())
    }
}

/// The author of a comment.
#[derive(Clone, Debug)]
pub struct Author {
    /// The name that readers see.
    pub name: DisplayName,
    /// The address, which readers never see.
    pub email: Option<EmailAddress>,
    /// The author's page.
    pub url: Option<Url>,
}

impl Author {
    /// The address as the database keeps it; empty for an author without one.
    pub(super) fn email_text(&self) -> &str {
        self.email.as_ref().map_or("", EmailAddress::as_str)
    }

    /// The key of the address; empty for an author without one.
    pub(super) fn email_key(&self) -> String {
        self.email
            .as_ref()
            .map_or_else(String::new, EmailAddress::key)
    }
}

/// The channel that brings comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A form that this server served.
    Form,
    /// The JSON API. It needs no form token and has a lower limit.
    Api,
    /// An answer by mail to a notice.
    Mail {
        /// The mail is proved to be from the person of the notice.
        is_proved: bool,
    },
}

/// A stored comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// The id.
    pub id: CommentId,
    /// The state.
    pub status: CommentStatus,
}

/// The position and state of a new comment, and how its author is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct CommentPosition {
    pub thread: ThreadId,
    pub root: Option<CommentId>,
    pub status: CommentStatus,
    pub mark: Option<AuthorMark>,
    /// The colour of the avatar.
    pub colour: Option<i64>,
}

/// What a moderator chose for one thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreadPolicy {
    /// The site's rule counts.
    Site,
    /// Every comment waits.
    All,
    /// The first of each author waits.
    First,
    /// Only suspicious ones wait.
    None,
    /// The thread takes no comments.
    Closed,
}

crate::text_enum!(ThreadPolicy { Site => "site", All => "all", First => "first", None => "none", Closed => "closed" });

impl ThreadPolicy {
    /// The phrase that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Site => "comments-policy-site",
            Self::All => "panel-moderation-all",
            Self::First => "panel-moderation-first",
            Self::None => "panel-moderation-none",
            Self::Closed => "comments-policy-closed",
        }
    }
}

/// The row of a thread.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct ThreadRow {
    pub id: ThreadId,
    pub title: String,
    pub url: Option<String>,
    pub approved: i64,
    /// Which of its comments wait.
    pub policy: ThreadPolicy,
    /// Changes with every change of a public comment.
    pub version: i64,
    /// SQLite gives the id of a deleted thread to a new one; this tells them apart.
    pub created_at: Timestamp,
}

/// The row of a comment for readers.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct CommentRow {
    pub id: CommentId,
    pub parent_id: Option<CommentId>,
    pub root_id: Option<CommentId>,
    pub replies: i64,
    pub name: String,
    pub author_mark: Option<AuthorMark>,
    pub avatar_colour: Option<i64>,
    pub url: Option<String>,
    pub html: String,
    pub status: CommentStatus,
    pub created_at: Timestamp,
    pub up: i64,
    pub down: i64,
    /// The rank by votes.
    pub best: i64,
}

/// A comment that readers see, without its author's address.
#[derive(Clone, Debug)]
pub struct Comment {
    /// The id.
    pub id: CommentId,
    /// The answered comment.
    pub parent: Option<CommentId>,
    /// The author's name.
    pub name: String,
    /// How the author is known; `None` for a guest.
    pub mark: Option<AuthorMark>,
    /// The colour of the avatar; `None` takes that of the name.
    pub colour: Option<i64>,
    /// The author's page.
    pub url: Option<String>,
    /// The sanitised HTML.
    pub html: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Votes for it.
    pub up: i64,
    /// Votes against it.
    pub down: i64,
}

/// An approved comment with its thread.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NewestComment {
    /// The id.
    pub id: CommentId,
    /// The key of the thread.
    pub thread: ThreadKey,
    /// The thread's title; may be empty.
    pub title: String,
    /// The author's name.
    pub name: String,
    /// How the author is known; `None` for a guest.
    pub mark: Option<AuthorMark>,
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
            mark: row.author_mark,
            colour: row.avatar_colour,
            url: row.url,
            html: row.html,
            created_at: row.created_at,
            up: row.up,
            down: row.down,
        }
    }
}
