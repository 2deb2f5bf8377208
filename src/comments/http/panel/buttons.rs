//! The buttons of a comment in the queue, one for each state.

use crate::comments::model::CommentStatus;

/// A decision: a noun in an address, and a button.
pub(in crate::comments::http) struct DecisionButton {
    pub status: CommentStatus,
    pub noun: &'static str,
    pub key: &'static str,
    pub done: &'static str,
    pub class: &'static str,
    /// The key on the keyboard, as in WordPress.
    pub shortcut: &'static str,
}

impl DecisionButton {
    /// The button that leads into this state.
    pub fn of(status: CommentStatus) -> &'static Self {
        let found = BUTTONS.iter().find(|button| button.status == status);
        found.unwrap_or_else(|| unreachable!("each state has a button"))
    }

    /// The path of the button's route.
    pub fn route(&self) -> String {
        format!("/comments/{{id}}/{}", self.noun)
    }
}

/// The buttons in their order. A comment has no button for its present state.
pub(in crate::comments::http) const BUTTONS: &[DecisionButton] = &[
    DecisionButton {
        status: CommentStatus::Approved,
        noun: "approval",
        key: "comments-approve",
        done: "comments-approved-done",
        class: "small",
        shortcut: "a",
    },
    DecisionButton {
        status: CommentStatus::Pending,
        noun: "review",
        key: "comments-review",
        done: "comments-review-done",
        class: "quiet small",
        shortcut: "u",
    },
    DecisionButton {
        status: CommentStatus::Spam,
        noun: "spam",
        key: "comments-spam",
        done: "comments-spam-done",
        class: "quiet small",
        shortcut: "s",
    },
    DecisionButton {
        status: CommentStatus::Trashed,
        noun: "trash",
        key: "comments-trash",
        done: "comments-trash-done",
        class: "danger small",
        shortcut: "d",
    },
];
