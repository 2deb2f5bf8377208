//! What the page after a form says of it.

use serde::Deserialize;

/// What was done; the word stands in the page's address as `done`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// A mail waits for its next attempt.
    Again,
    /// A mail is not sent any more.
    Left,
    /// The mail had moved on before the word came.
    Stale,
    /// One's own password.
    Password,
    /// One's own language.
    Language,
    /// One's sessions elsewhere.
    Elsewhere,
    /// An account.
    Removed,
}

crate::text_enum!(Done {
    Again => "again", Left => "left", Stale => "stale", Password => "password", Language => "language",
    Elsewhere => "elsewhere", Removed => "removed",
});

impl Done {
    /// The phrase that says so.
    pub(super) fn key(self) -> String {
        format!("panel-done-{self}")
    }
}

/// The part of a page's address that says what was done; a word of nobody's is nothing.
#[derive(Debug, Default, Deserialize)]
pub(super) struct DoneQuery {
    #[serde(default)]
    done: String,
}

impl DoneQuery {
    pub(super) fn done(&self) -> Option<Done> {
        self.done.parse().ok()
    }
}
