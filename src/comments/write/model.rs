//! Plain types of what authors do with their comments.

use sqlx::types::Json;

use super::content::CommentBody;
use crate::address::{DisplayName, EmailAddress};
use crate::challenges::Proof;
use crate::clock::Timestamp;
use crate::comments::akismet::verdict::AkismetVerdict;
use crate::comments::model::{Author, CommentId, CommentStatus, EDIT_WINDOW, ThreadId};
use crate::comments::spam::HoldReason;
use crate::comments::thread_key::ThreadKey;
use crate::comments::verification::AddressStanding;
use crate::i18n::Locale;
use crate::store;
use crate::token::TokenHash;

/// A comment of the browser that asks for it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwnComment {
    /// The id.
    pub id: CommentId,
    pub(super) thread_id: ThreadId,
    pub(super) thread_key: ThreadKey,
    pub(super) root_id: Option<CommentId>,
    pub(super) status: CommentStatus,
    pub(super) name: DisplayName,
    pub(super) email: EmailAddress,
    pub(super) email_key: String,
    pub(super) locale: Locale,
    /// The Markdown.
    pub body: String,
    created_at: Timestamp,
    pub(super) decided_at: Option<Timestamp>,
    pub(super) reasons: Json<Vec<HoldReason>>,
}

impl OwnComment {
    /// The author, without a page.
    pub(super) fn author(&self) -> Author {
        Author {
            name: self.name.clone(),
            email: Some(self.email.clone()).filter(|email| !email.as_str().is_empty()),
            url: None,
        }
    }

    /// The reasons that no other text of the author answers: reports of readers, and what the first text was asked for.
    pub(super) fn lasting(&self) -> impl Iterator<Item = &HoldReason> {
        self.reasons.iter().filter(|reason| {
            matches!(
                reason,
                HoldReason::Flagged { .. } | HoldReason::NoProof | HoldReason::Akismet { .. }
            )
        })
    }

    /// The comment, while its author may change it.
    pub(super) fn open_at(self, now: Timestamp) -> Result<Self, OwnCommentError> {
        if now < self.created_at.plus(EDIT_WINDOW) {
            Ok(self)
        } else {
            Err(OwnCommentError::TooLate)
        }
    }
}

/// A text with what is known of its author.
pub(super) struct JudgedText<'a> {
    /// The comment, when it is stored already.
    pub comment: Option<CommentId>,
    pub thread: ThreadId,
    pub name: &'a str,
    pub email: Option<&'a EmailAddress>,
    pub standing: AddressStanding,
    pub browser: Option<&'a TokenHash>,
    pub body: &'a CommentBody,
    pub text_hash: &'a str,
    /// The names under which moderators approved other comments of this author.
    pub proved_names: &'a [String],
    pub crowded: bool,
    pub honeypot_filled: bool,
    pub proof: Proof,
    pub akismet: Option<AkismetVerdict>,
}

/// A refused change or deletion.
#[derive(Debug, thiserror::Error)]
pub enum OwnCommentError {
    /// The comment is missing, another browser's, or was taken away.
    #[error("there is no such comment of this author")]
    NotYours,
    /// The comment is older than five minutes.
    #[error("the time for changes is over")]
    TooLate,
    /// The author is banned.
    #[error("this author may not comment here")]
    Banned,
    /// The client is over its limit.
    #[error("too many changes; again in {retry_after} s")]
    TooMany {
        /// Seconds.
        retry_after: i64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}
