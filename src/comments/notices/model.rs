//! Plain types of reply notices.

use crate::address::{DisplayName, EmailAddress};
use crate::comments::model::{CommentId, ThreadId};
use crate::comments::thread_key::ThreadKey;
use crate::i18n::Locale;
use crate::store;
use crate::token::{SignatureError, TokenHash};

/// Which comments of a thread a reader is told of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeScope {
    /// Replies to the reader's own comments.
    #[default]
    Replies,
    /// Every public comment.
    Thread,
}

crate::text_enum!(NoticeScope { Replies => "replies", Thread => "thread" });

/// When a reader is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticePace {
    /// A mail for each comment.
    #[default]
    AtOnce,
    /// One mail a day.
    Daily,
}

crate::text_enum!(NoticePace { AtOnce => "at_once", Daily => "daily" });

/// What a reader chose for the notices of a thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticeChoice {
    /// Which comments.
    pub scope: NoticeScope,
    /// When.
    pub pace: NoticePace,
}

/// A public comment and a reader who is to be told of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct CommentNotice {
    /// The reader's own comment, which the links of the mail name.
    pub own_id: CommentId,
    pub email_key: String,
    pub recipient: EmailAddress,
    pub recipient_name: DisplayName,
    pub locale: Locale,
    pub pace: NoticePace,
    pub name: DisplayName,
    pub body: String,
    pub html: String,
    pub thread_key: ThreadKey,
    pub thread_title: String,
}

/// A comment in a daily mail, with its reader.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct DailyNotice {
    pub comment_id: CommentId,
    pub own_id: CommentId,
    pub recipient: EmailAddress,
    pub recipient_name: DisplayName,
    pub locale: Locale,
    pub name: DisplayName,
    pub body: String,
    pub thread_id: ThreadId,
    pub thread_key: ThreadKey,
    pub thread_title: String,
    /// All comments that the mail is about.
    pub of_all: i64,
}

/// An approved comment and its author.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ApprovalNotice {
    pub recipient: EmailAddress,
    pub recipient_name: DisplayName,
    pub locale: Locale,
    pub thread_key: ThreadKey,
    pub thread_title: String,
}

/// The subject of a link that ends notices.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NoticeSubscription {
    pub(super) thread_id: ThreadId,
    pub(super) email_key: String,
    /// The thread's title.
    pub title: String,
    /// The key of the thread.
    pub thread_key: ThreadKey,
    /// The language of the comment's author.
    pub locale: Locale,
    /// False after the notices were ended.
    pub is_on: bool,
    /// True while any comment of the author asks for notices.
    pub is_on_anywhere: bool,
    scope: NoticeScope,
    pace: NoticePace,
}

impl NoticeSubscription {
    /// What the author chose for the thread.
    pub fn choice(&self) -> NoticeChoice {
        NoticeChoice {
            scope: self.scope,
            pace: self.pace,
        }
    }

    /// Sets what the author chose, after it was stored.
    pub(super) fn set_choice(&mut self, choice: NoticeChoice) {
        self.scope = choice.scope;
        self.pace = choice.pace;
    }
}

/// The subject of a link that proves an address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AddressProof {
    /// The comment that asked for notices.
    pub(super) id: CommentId,
    pub(super) email_key: String,
    /// The browser that wrote the comment.
    pub(super) browser: Option<TokenHash>,
    /// The key of the thread.
    pub thread_key: ThreadKey,
    /// The language of the comment's author.
    pub locale: Locale,
    /// True when the address is proved for that browser.
    pub is_proved: bool,
}

/// An invalid link.
#[derive(Debug, thiserror::Error)]
pub enum NoticeLinkError {
    /// The link is forged, or its comment was deleted.
    #[error("the link is not one of ours")]
    Forged,
    /// The link has expired.
    #[error("the link has expired")]
    Expired,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<SignatureError> for NoticeLinkError {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Forged => Self::Forged,
            SignatureError::Expired => Self::Expired,
        }
    }
}
