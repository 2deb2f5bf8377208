//! What Akismet says of a comment.

use crate::spam::Lesson;

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

impl AkismetVerdict {
    /// The word that is kept with the comment: a moderator's other word is told to Akismet.
    pub fn word(self) -> Lesson {
        match self {
            Self::Honest => Lesson::Honest,
            Self::Spam | Self::Blatant => Lesson::Spam,
        }
    }
}
