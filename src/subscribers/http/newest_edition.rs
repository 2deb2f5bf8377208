//! The newest edition, which the sign-up page shows beside its form.

use crate::clock::Timestamp;
use crate::i18n::Locale;

/// The newest edition of the archive.
#[derive(Clone, Debug)]
pub struct NewestEdition {
    /// Its subject.
    pub subject: String,
    /// The path of its page.
    pub path: String,
    /// Its language.
    pub locale: Locale,
    /// When it was made.
    pub created_at: Timestamp,
    /// Titles of its first posts, each with the beginning of its summary.
    pub posts: Vec<(String, String)>,
}
