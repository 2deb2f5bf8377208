//! Plain types of flags.

use serde::{Deserialize, Serialize};

use crate::clock::{Timestamp, as_rfc3339};
use crate::comments::model::CommentId;
use crate::comments::thread_key::ThreadKey;

/// Why a reader reports a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlagReason {
    /// Advertisement.
    Spam,
    /// Insult or hate.
    Abuse,
    /// Personal data of somebody.
    Personal,
    /// Something else.
    Other,
}

crate::text_enum!(FlagReason { Spam => "spam", Abuse => "abuse", Personal => "personal", Other => "other" });

impl FlagReason {
    /// The phrase that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Spam => "flags-reason-spam",
            Self::Abuse => "flags-reason-abuse",
            Self::Personal => "flags-reason-personal",
            Self::Other => "flags-reason-other",
        }
    }
}

/// A report in the export of who sent it.
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct MyFlag {
    /// The key of the thread.
    pub thread: ThreadKey,
    /// The comment.
    pub comment: CommentId,
    /// Why it was reported.
    pub reason: FlagReason,
    /// When.
    #[serde(serialize_with = "as_rfc3339")]
    pub created_at: Timestamp,
}

/// A public comment that a reader may report.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FlaggableComment {
    /// The author's name.
    pub name: String,
    /// The sanitised HTML.
    pub html: String,
    /// The key of its thread.
    pub thread_key: ThreadKey,
}
