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

/// What a link to end notices is about.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NoticeSubscription {
    pub(super) thread_id: ThreadId,
    pub(super) email_key: String,
    /// The thread's title.
    pub title: String,
    /// The thread's name.
    pub thread_key: ThreadKey,
    /// The language of the comment's author.
    pub locale: Locale,
    /// False once the notices were ended.
    pub is_on: bool,
}

/// What a link to prove an address is about.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AddressProof {
    pub(super) email_key: String,
    /// The browser that wrote the comment.
    pub(super) browser: Option<TokenHash>,
    /// The thread's name.
    pub thread_key: ThreadKey,
    /// The language of the comment's author.
    pub locale: Locale,
    /// True once the address is proved for that browser.
    pub is_proved: bool,
}

/// Why a link to end notices leads nowhere.
#[derive(Debug, thiserror::Error)]
pub enum NoticeLinkError {
    /// Not one of ours, or its comment is gone.
    #[error("the link is not one of ours")]
    Forged,
    /// It was good once.
    #[error("the link has expired")]
    Expired,
    /// The database.
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
