//! Plain types of answers by mail.

use crate::address::{DisplayName, EmailAddress};
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::thread_key::ThreadKey;
use crate::i18n::Locale;
use crate::token::{SignatureError, TokenHash};

/// What an answer by mail did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerOutcome {
    /// It is a comment in this state.
    Comment(CommentId, CommentStatus),
    /// It moved a comment into this state, or found it there.
    Decided(CommentId, CommentStatus),
    /// It did nothing.
    Refused(AnswerRefusal),
}

/// Why an answer by mail did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerRefusal {
    /// A program wrote it.
    Automatic,
    /// It was taken before.
    Known,
    /// The address is forged, its person is gone, or the comment has another text since.
    Forged,
    /// Its time is over.
    Expired,
    /// A moderator's answer without a proof of who wrote it.
    Unproved,
    /// A moderator's answer that is not one of the words.
    NoWord,
    /// Nothing is left without what it quotes.
    Empty,
    /// The text is too long for a comment.
    TooLong,
    /// The comment that it answers is not public any more.
    Gone,
    /// The thread takes no comments.
    Closed,
    /// The author is banned.
    Banned,
    /// The author wrote too many.
    TooMany,
}

crate::text_enum!(AnswerRefusal {
    Automatic => "automatic", Known => "known", Forged => "forged", Expired => "expired", Unproved => "unproved",
    NoWord => "no-word", Empty => "empty", TooLong => "too-long", Gone => "gone", Closed => "closed",
    Banned => "banned", TooMany => "too-many",
});

impl AnswerRefusal {
    /// The reason in words, for the log and the report.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Automatic => "a program wrote it",
            Self::Known => "it was taken before",
            Self::Forged => {
                "its address is forged, or its person or that text of the comment is gone"
            }
            Self::Expired => "the days for an answer are over",
            Self::Unproved => {
                "nothing was decided: no good DKIM signature of the moderator's domain is proved; mail.authentication_host names the server that checks it"
            }
            Self::NoWord => {
                "nothing was decided: its first line is none of approve, spam, trash, 승인, 스팸, 휴지통"
            }
            Self::Empty => "it has no words of its own",
            Self::TooLong => "it is too long for a comment",
            Self::Gone => "the comment that it answers is not there",
            Self::Closed => "the comments of its page are closed",
            Self::Banned => "its author is banned",
            Self::TooMany => "its author wrote too many at once",
        }
    }
}

impl From<SignatureError> for AnswerRefusal {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Forged => Self::Forged,
            SignatureError::Expired => Self::Expired,
        }
    }
}

/// The author of a comment, who answers a mail about an answer to it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct AnsweringAuthor {
    pub name: DisplayName,
    pub email: EmailAddress,
    pub locale: Locale,
    pub browser: Option<TokenHash>,
    /// The thread of the answered comment, which may have moved.
    pub thread_key: ThreadKey,
}
