//! Plain types of votes.

use serde::{Deserialize, Serialize};

use crate::clock::{Timestamp, as_rfc3339};
use crate::comments::model::{CommentId, ThreadId};
use crate::comments::thread_key::ThreadKey;
use crate::store;
use crate::token::TokenHash;

/// A vote on a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vote {
    /// For the comment.
    Up,
    /// Against it.
    Down,
}

crate::text_enum!(Vote { Up => "up", Down => "down" });

/// The votes on a comment, and the voter's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Votes {
    /// Votes for it.
    pub up: i64,
    /// Votes against it.
    pub down: i64,
    /// The vote of who asks.
    pub own: Option<Vote>,
}

/// A vote in the export of who gave it.
#[derive(Clone, Debug, Serialize)]
pub struct MyVote {
    /// The key of the thread.
    pub thread: ThreadKey,
    /// The comment.
    pub comment: CommentId,
    /// The vote.
    pub vote: Vote,
    /// When it was given.
    #[serde(serialize_with = "as_rfc3339")]
    pub voted_at: Timestamp,
}

/// A vote with its voter, as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct GivenVote {
    pub voter: String,
    pub thread_id: ThreadId,
    pub thread: ThreadKey,
    pub comment_id: CommentId,
    pub vote: Vote,
    pub voted_at: Timestamp,
}

/// A public comment with its votes.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct VotedComment {
    pub browser: Option<TokenHash>,
    pub up: i64,
    pub down: i64,
}

/// Where a voter is: keyed hashes of the network, and of the /48 around it for IPv6.
#[derive(Clone, Debug)]
pub(super) struct VoterNetworks {
    pub near: String,
    pub wide: Option<String>,
}

/// A refused vote.
#[derive(Debug, thiserror::Error)]
pub enum VoteError {
    /// The comment is missing or not public.
    #[error("there is no such comment")]
    NoComment,
    /// Nobody votes on their own comment.
    #[error("the comment is the voter's own")]
    Own,
    /// Enough browsers of the voter's network voted on this comment.
    #[error("enough browsers of this network voted on the comment")]
    Network,
    /// The client is over its limit.
    #[error("too many votes; again in {retry_after} s")]
    TooMany {
        /// Seconds.
        retry_after: i64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}
