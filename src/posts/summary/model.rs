//! A summary, and a sentence that may enter it.

use std::fmt;

/// A few sentences of a post, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The sentences, word for word but without line breaks.
    pub sentences: Vec<String>,
}

impl Summary {
    /// The sentences as one paragraph.
    pub fn text(&self) -> String {
        self.sentences.join(" ")
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// A sentence that may enter the summary.
pub(super) struct Candidate<'a> {
    pub text: &'a str,
    /// Sentences before it in its paragraph.
    pub before: usize,
}
