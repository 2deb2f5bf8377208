//! Plain types of reply notices.

use crate::address::{DisplayName, EmailAddress};
use crate::comments::model::{CommentId, ThreadId};
use crate::comments::thread_key::ThreadKey;
use crate::i18n::Locale;
use crate::store;
use crate::token::{SignatureError, TokenHash};

/// A public reply and the author of the comment that it answers.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ReplyNotice {
    pub parent_id: CommentId,
    pub recipient: EmailAddress,
    pub recipient_name: DisplayName,
    pub locale: Locale,
    pub name: DisplayName,
    pub body: String,
    pub html: String,
    pub thread_key: ThreadKey,
    pub thread_title: String,
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
}

/// The subject of a link that proves an address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AddressProof {
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
