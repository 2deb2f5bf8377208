//! The two orders of a thread, and positions in them. A position is a comment's time and id, so no two comments share one.

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
}

crate::text_enum!(Sort { Oldest => "oldest", Newest => "newest" });

impl Sort {
    /// The reverse order.
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Oldest => Self::Newest,
            Self::Newest => Self::Oldest,
        }
    }

    /// The position before the first comment.
    pub(super) fn beginning(self) -> Cursor {
        let end = match self {
            Self::Oldest => i64::MIN,
            Self::Newest => i64::MAX,
        };
        Cursor {
            created_at: Timestamp::from_unix(end),
            id: CommentId(end),
        }
    }
}

/// A position between two comments: after the one that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When the comment was written.
    pub created_at: Timestamp,
    /// The comment.
    pub id: CommentId,
}

impl CommentRow {
    /// The position of this comment.
    pub(super) fn cursor(&self) -> Cursor {
        Cursor {
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

    /// The same for the newest first.
    pub(super) fn just_after(self) -> Self {
        Self {
            id: CommentId(self.id.0 + 1),
            ..self
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.created_at.unix(), self.id)
    }
}

impl FromStr for Cursor {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let (time, id) = text.split_once('-').unwrap_or((text, ""));
        Ok(Self {
            created_at: Timestamp::from_unix(time.parse()?),
            id: id.parse()?,
        })
    }
}
