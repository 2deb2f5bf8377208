//! The orders of a thread, and positions in them. A position is a comment's rank by votes, time and id, so no two comments share
//! one.

use std::fmt;
use std::str::FromStr;

use crate::clock::Timestamp;
use crate::comments::model::{CommentId, CommentRow};

/// The order of a thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Oldest first.
    #[default]
    Oldest,
    /// Newest first; replies stay oldest first.
    Newest,
    /// Best first by votes, then those without a vote for them, newest first; replies stay oldest first.
    Best,
}

crate::text_enum!(Sort { Oldest => "oldest", Newest => "newest", Best => "best" });

/// A way through a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::comments) enum Walk {
    /// From the oldest comment.
    Oldest,
    /// From the newest.
    Newest,
    /// From the best.
    Best,
    /// Back to the best.
    Worst,
}

impl Sort {
    /// The way in this order.
    pub(super) fn walk(self) -> Walk {
        match self {
            Self::Oldest => Walk::Oldest,
            Self::Newest => Walk::Newest,
            Self::Best => Walk::Best,
        }
    }

    /// The way back.
    pub(super) fn back(self) -> Walk {
        match self {
            Self::Oldest => Walk::Newest,
            Self::Newest => Walk::Oldest,
            Self::Best => Walk::Worst,
        }
    }

    /// The position before the first comment.
    pub(super) fn beginning(self) -> Cursor {
        let (best, end) = match self {
            Self::Oldest => (0, i64::MIN),
            Self::Newest => (0, i64::MAX),
            Self::Best => (i64::MAX, i64::MAX),
        };
        Cursor {
            best,
            created_at: Timestamp::from_unix(end),
            id: CommentId(end),
        }
    }
}

/// A position between two comments: after the one that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The rank by votes; 0 without a vote for it.
    pub best: i64,
    /// When the comment was written.
    pub created_at: Timestamp,
    /// The comment.
    pub id: CommentId,
}

impl CommentRow {
    /// The position of this comment.
    pub(super) fn cursor(&self) -> Cursor {
        Cursor {
            best: self.best,
            created_at: self.created_at,
            id: self.id,
        }
    }
}

impl Cursor {
    /// The position from which a page, oldest first, begins with this comment.
    pub(super) fn just_before(self) -> Self {
        Self {
            id: CommentId(self.id.0 - 1),
            ..self
        }
    }

    /// The same for the newest or the best first.
    pub(super) fn just_after(self) -> Self {
        Self {
            id: CommentId(self.id.0 + 1),
            ..self
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.best > 0 {
            write!(f, "{}-", self.best)?;
        }
        write!(f, "{}-{}", self.created_at.unix(), self.id)
    }
}

impl FromStr for Cursor {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let (first, id) = text.rsplit_once('-').unwrap_or((text, ""));
        let (best, time) = first.split_once('-').unwrap_or(("0", first));
        Ok(Self {
            best: best.parse()?,
            created_at: Timestamp::from_unix(time.parse()?),
            id: id.parse()?,
        })
    }
}
