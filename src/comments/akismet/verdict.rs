//! What Akismet says of a comment.

/// The verdict of Akismet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AkismetVerdict {
    /// No spam.
    Honest,
    /// Spam.
    Spam,
    /// Spam that it would throw away unseen.
    Blatant,
}
