//! Answers to refused comments and links.

use crate::comments::moderation::DecisionLinkError;
use crate::comments::notices::NoticeLinkError;
use crate::comments::site_users::SignInError;
use crate::comments::thread_key::ThreadKey;
use crate::comments::verification::{AskError, AuthorLinkError};
use crate::comments::votes::VoteError;
use crate::comments::write::{OwnCommentError, SubmitError, form};
use crate::config::Config;
use crate::web::WebError;

impl From<SubmitError> for WebError {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::NoParent => Self::field("parent", "comments-parent-missing"),
            SubmitError::Banned => Self::field("body", "comments-body-banned"),
            SubmitError::Closed => Self::field("thread", "comments-closed"),
            SubmitError::TooMany { retry_after } => Self::TooMany { retry_after },
            SubmitError::NoProof => Self::ProofNeeded,
            SubmitError::Unasked => Self::Busy,
            SubmitError::Store(error) => error.into(),
        }
    }
}

impl From<OwnCommentError> for WebError {
    fn from(error: OwnCommentError) -> Self {
        match error {
            OwnCommentError::NotYours => Self::NotFound,
            OwnCommentError::TooLate => Self::TooLate,
            OwnCommentError::Banned => Self::field("body", "comments-body-banned"),
            OwnCommentError::TooMany { retry_after } => Self::TooMany { retry_after },
            OwnCommentError::Store(error) => error.into(),
        }
    }
}

impl From<VoteError> for WebError {
    fn from(error: VoteError) -> Self {
        match error {
            VoteError::NoComment => Self::NotFound,
            VoteError::Own => Self::field("vote", "comments-vote-own"),
            VoteError::Network => Self::field("vote", "comments-vote-network"),
            VoteError::TooMany { retry_after } => Self::TooMany { retry_after },
            VoteError::Store(error) => error.into(),
        }
    }
}

impl From<DecisionLinkError> for WebError {
    fn from(error: DecisionLinkError) -> Self {
        match error {
            DecisionLinkError::Forged => Self::Forged,
            DecisionLinkError::Expired => Self::Expired,
            DecisionLinkError::Store(error) => error.into(),
        }
    }
}

impl From<AskError> for WebError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::TooMany { retry_after } => Self::TooMany { retry_after },
            AskError::Store(error) => error.into(),
        }
    }
}

impl From<AuthorLinkError> for WebError {
    fn from(error: AuthorLinkError) -> Self {
        match error {
            AuthorLinkError::Forged => Self::Forged,
            AuthorLinkError::Spent => Self::Expired,
            AuthorLinkError::Store(error) => error.into(),
        }
    }
}

impl From<SignInError> for WebError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Signature(problem) => problem.into(),
            SignInError::Replayed => Self::Expired,
            SignInError::Malformed(why) => Self::Malformed(why),
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<NoticeLinkError> for WebError {
    fn from(error: NoticeLinkError) -> Self {
        match error {
            NoticeLinkError::Forged => Self::Forged,
            NoticeLinkError::Expired => Self::Expired,
            NoticeLinkError::Store(error) => error.into(),
        }
    }
}

/// Parses the key of a thread. Pages of other sites have no threads here.
pub(super) fn thread_or_refuse(text: &str, config: &Config) -> Result<ThreadKey, WebError> {
    let key = form::thread(text).map_err(|error| WebError::Invalid(vec![error]))?;
    match key.url() {
        Some(url) if !config.is_of_the_site(&url) => Err(WebError::ForeignPage {
            hosts: config.site_hosts(),
        }),
        _ => Ok(key),
    }
}
