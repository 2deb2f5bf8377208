//! The message on the page after a form.

use serde::Deserialize;

/// A finished change; its word is the parameter `done` of the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// A mail was queued again.
    Again,
    /// A mail was cancelled.
    Left,
    /// The mail's state had changed before.
    Stale,
    /// The account's password was changed.
    Password,
    /// The account's language was changed.
    Language,
    /// The account's other sessions were ended.
    Elsewhere,
    /// One of the account's sessions was ended.
    SessionEnded,
    /// An account was removed.
    Removed,
    /// Settings were saved.
    Saved,
    /// The account signs in by its password alone.
    SecondStepOff,
    /// Somebody else's second step was turned off.
    SecondStepReset,
    /// There was no second step to turn off.
    Kept,
    /// A token of the API was ended.
    TokenEnded,
    /// An invitation was mailed again.
    Invited,
    /// No invitation was mailed: the account is in use, or its address gets none.
    NotInvited,
}

crate::text_enum!(Done {
    Again => "again", Left => "left", Stale => "stale", Password => "password", Language => "language",
    Elsewhere => "elsewhere", Removed => "removed", Saved => "saved",
    SecondStepOff => "second-step-off", SecondStepReset => "second-step-reset",
    SessionEnded => "session-ended", Invited => "invited", NotInvited => "not-invited",
    Kept => "kept", TokenEnded => "token-ended",
});

impl Done {
    /// The key of its phrase.
    pub(super) fn key(self) -> String {
        format!("panel-done-{self}")
    }
}

/// The query of a page with a message; an unknown word gives none.
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
