//! The state of a comment's form: what was typed, what is wrong with it, and the notice above it.

use crate::clock::whole_minutes;
use crate::comments::model::{Comment, CommentId};
use crate::comments::thread::ThreadView;
use crate::comments::thread_key::ThreadKey;
use crate::comments::votes::Vote;
use crate::comments::write::form::CommentDraft;
use crate::i18n::{FieldError, Translator};

/// The notice at the top of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormNotice {
    /// The comment waits for a moderator.
    Held,
    /// The comment is public.
    Posted,
    /// The author changed a comment.
    Changed,
    /// The author deleted a comment.
    Deleted,
    /// Nobody votes on their own comment.
    OwnVote,
    /// Enough browsers of the reader's network voted on the comment.
    NetworkVote,
    /// The form is from another page; its button must be pressed once more.
    PressAgain,
    /// The form was sent faster than a person can read it.
    TooFast,
    /// The form was served too long ago.
    Stale,
    /// The client is over its limit.
    TooMany {
        /// Seconds.
        retry_after: i64,
    },
    /// A field that the form does not show is wrong.
    Wrong(&'static str),
}

impl FormNotice {
    pub(super) fn of_word(word: &str) -> Option<Self> {
        match word {
            "held" => Some(Self::Held),
            "posted" => Some(Self::Posted),
            "changed" => Some(Self::Changed),
            "deleted" => Some(Self::Deleted),
            "own-vote" => Some(Self::OwnVote),
            "network-vote" => Some(Self::NetworkVote),
            _ => None,
        }
    }

    pub(super) fn text(self, translator: Translator) -> String {
        let phrase = translator.say(match self {
            Self::Held => "comments-held",
            Self::Posted => "comments-posted",
            Self::Changed => "comments-changed",
            Self::Deleted => "comments-deleted",
            Self::OwnVote => "comments-vote-own",
            Self::NetworkVote => "comments-vote-network",
            Self::PressAgain => "comments-press-again",
            Self::TooFast => "comments-too-fast",
            Self::Stale => "comments-stale",
            Self::TooMany { .. } => "comments-too-many",
            Self::Wrong(key) => key,
        });
        match self {
            Self::TooMany { retry_after } => phrase
                .with("minutes", whole_minutes(retry_after))
                .to_string(),
            _ => phrase.to_string(),
        }
    }

    pub(super) fn is_good(self) -> bool {
        matches!(
            self,
            Self::Held | Self::Posted | Self::Changed | Self::Deleted
        )
    }
}

/// The values of the form, and its errors.
#[derive(Clone, Debug, Default)]
pub(super) struct FormState {
    pub draft: CommentDraft,
    pub wrong: Vec<FieldError>,
    pub notice: Option<FormNotice>,
    /// The comment as it would be shown.
    pub preview: Option<String>,
    /// The answered comment, and its author's name.
    pub answers: Option<(CommentId, String)>,
    /// Comments of this browser that wait for a moderator.
    pub waiting: Vec<Comment>,
    /// Comments of this browser that it may still change.
    pub changeable: Vec<CommentId>,
    /// Votes of this browser in the thread.
    pub votes: Vec<(CommentId, Vote)>,
}

/// What was read of a thread, and the state of its form.
#[derive(Clone, Debug)]
pub(super) struct ThreadRead {
    pub key: ThreadKey,
    pub view: ThreadView,
    /// True for a thread that takes no comments.
    pub is_closed: bool,
    pub form: FormState,
}
