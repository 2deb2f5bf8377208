//! The plain types of earlier texts.

/// Whoever edits a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editor {
    /// Its author.
    Author,
    /// A moderator; the audit log has the name.
    Moderator,
}

crate::text_enum!(Editor { Author => "author", Moderator => "moderator" });
