//! A comment as an export file has it, whichever program wrote it.

use std::net::IpAddr;
use std::sync::Arc;

use super::pages::Page;
use super::report::BadRecord;
use crate::clock::Timestamp;
use crate::comments::model::CommentStatus;
use crate::i18n::Locale;

/// A record of a file.
#[derive(Debug)]
pub(super) enum Record {
    /// A comment.
    Comment(Box<ForeignComment>),
    /// A comment that is not imported. Replies to it hang on what it answers.
    LeftOut(LeftOut),
    /// A record that cannot be read.
    Bad(BadRecord),
}

impl From<Result<ForeignComment, BadRecord>> for Record {
    fn from(read: Result<ForeignComment, BadRecord>) -> Self {
        match read {
            Ok(comment) => Self::Comment(Box::new(comment)),
            Err(bad) => Self::Bad(bad),
        }
    }
}

/// A comment as the file has it. Each text is as its author wrote it, without the escapes of the file.
#[derive(Clone, Debug)]
pub(super) struct ForeignComment {
    pub id: String,
    /// The answered comment, and the one to hang on when that is gone.
    pub parents: Vec<String>,
    pub page: Arc<Page>,
    pub name: String,
    pub email: String,
    pub url: String,
    pub ip: Option<IpAddr>,
    pub text: String,
    pub form: TextForm,
    pub state: ForeignState,
    pub written_at: Timestamp,
    /// The time as the file writes it, where the file may leave out its zone.
    pub local_time: Option<String>,
    /// The language of its author, where the program keeps it.
    pub locale: Option<Locale>,
    /// What is wrong with the record, which is imported all the same.
    pub fault: Option<&'static str>,
}

impl ForeignComment {
    /// A comment without a text, by nobody, which waits for a moderator.
    pub fn new(id: String, page: Arc<Page>, written_at: Timestamp) -> Self {
        Self {
            id,
            parents: Vec::new(),
            page,
            name: String::new(),
            email: String::new(),
            url: String::new(),
            ip: None,
            text: String::new(),
            form: TextForm::Markdown,
            state: ForeignState::Status(CommentStatus::Pending),
            written_at,
            local_time: None,
            locale: None,
            fault: None,
        }
    }
}

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextForm {
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// HTML in which line ends count, as `WordPress` keeps it.
    HtmlWithLines,
}

/// The state of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ForeignState {
    /// One that is here as well.
    Status(CommentStatus),
    /// Deleted in the other program, which keeps its place.
    Deleted,
}

impl ForeignState {
    /// The state of a comment that readers of the other program see, or that waits for its moderator.
    pub fn shown(is_shown: bool) -> Self {
        Self::Status(if is_shown {
            CommentStatus::Approved
        } else {
            CommentStatus::Pending
        })
    }

    /// The same, and deleted where the file says so.
    pub fn or_deleted(self, is_deleted: bool) -> Self {
        if is_deleted { Self::Deleted } else { self }
    }
}

/// A comment that is not imported.
#[derive(Debug)]
pub(super) struct LeftOut {
    pub id: String,
    pub parents: Vec<String>,
    pub why: SkipReason,
}

/// Why a comment is not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SkipReason {
    /// A link from another site.
    Pingback,
    /// An older kind of it.
    Trackback,
    /// An editor's note.
    Note,
    /// Something else than a reader's comment, such as a shop's record.
    OtherKind,
    /// Deleted in the other program, and nothing answers it.
    Deleted,
    /// Its post is private.
    PrivatePost,
    /// Its post has a password.
    ProtectedPost,
    /// Its post is not published.
    UnpublishedPost,
    /// Its post is in the bin.
    BinnedPost,
}

crate::text_enum!(SkipReason {
    Pingback => "pingback",
    Trackback => "trackback",
    Note => "note",
    OtherKind => "other-kind",
    Deleted => "deleted",
    PrivatePost => "private-post",
    ProtectedPost => "protected-post",
    UnpublishedPost => "unpublished-post",
    BinnedPost => "binned-post",
});
