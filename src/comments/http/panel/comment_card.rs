//! A comment in the queue, as the page shows it.

use super::bans::form_path;
use super::buttons::{BUTTONS, DecisionButton};
use super::queue_query::QueueQuery;
use crate::clock::Timestamp;
use crate::comments::bans::BanKind;
use crate::comments::display::thread_name;
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::moderation::QueuedComment;
use crate::comments::paths::{permalink, thread_path};
use crate::comments::spam::{HoldReason, THRESHOLD};
use crate::web::PageContext;

/// A comment with its links, its buttons and its forms.
pub(super) struct CommentCard {
    pub comment: QueuedComment,
    pub reasons: Vec<ReasonChip>,
    pub ago: String,
    pub title: String,
    pub thread: String,
    /// The queue of this thread, and of this author.
    pub of_thread: String,
    pub of_author: Option<String>,
    pub permalink: Option<String>,
    /// The form that bans the author, filled in.
    pub ban: Option<String>,
    /// For owners: the page that erases the author.
    pub erasure: Option<String>,
    pub state_key: &'static str,
    pub buttons: Vec<CardButton>,
    /// The comment that has the focus once this one is decided on.
    pub next: Option<CommentId>,
    /// What was typed and refused.
    pub refused: Option<RefusedText>,
}

/// A reason to hold a comment, with the class of its weight.
pub(super) struct ReasonChip {
    pub text: String,
    pub class: &'static str,
}

/// A button that moves the comment into another state.
pub(super) struct CardButton {
    pub key: &'static str,
    pub class: &'static str,
    pub shortcut: &'static str,
    pub action: String,
}

/// A text that is typed in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Reply,
    Edit,
}

/// A text that was refused, with what is wrong with it.
pub(super) struct RefusedText {
    pub comment: CommentId,
    act: Act,
    name: String,
    body: String,
    error: String,
}

impl RefusedText {
    pub(super) fn of(
        act: Act,
        comment: CommentId,
        name: String,
        body: String,
        page: &PageContext,
        wrong: &str,
    ) -> Self {
        Self {
            comment,
            act,
            name,
            body,
            error: page.say(wrong).to_string(),
        }
    }
}

impl CommentCard {
    pub(super) fn of(
        comment: QueuedComment,
        page: &PageContext,
        may_erase: bool,
        now: Timestamp,
    ) -> Self {
        let t = page.translator();
        let is_public = comment.status == CommentStatus::Approved;
        let is_known = !comment.email.as_str().is_empty();
        let of = |field: &str, value: &str| {
            QueueQuery::default().with("all", &[(field, value.to_owned())])
        };
        Self {
            reasons: reasons(&comment, page),
            ago: t.ago(comment.created_at, now),
            title: thread_name(Some(comment.thread_title.clone()), t, page.site_name()),
            thread: thread_path(&comment.thread_key),
            of_thread: of("thread", comment.thread_key.as_str()),
            of_author: is_known.then(|| of("author", &comment.email.key())),
            ban: ban(&comment),
            erasure: (may_erase && is_known)
                .then(|| format!("/admin/comments/{}/erasure", comment.id)),
            permalink: is_public.then(|| permalink(&comment.thread_key, comment.id)),
            state_key: state_key(comment.status),
            buttons: buttons(&comment),
            next: None,
            refused: None,
            comment,
        }
    }

    /// True for a comment that looks like an advertisement.
    pub(super) fn is_suspect(&self) -> bool {
        let reasons = &self.comment.reasons;
        reasons
            .iter()
            .any(|reason| matches!(reason, HoldReason::Score { .. }))
    }

    /// True when the comment can be answered here. The answer approves one that waits.
    pub(super) fn may_answer(&self) -> bool {
        matches!(
            self.comment.status,
            CommentStatus::Pending | CommentStatus::Approved
        )
    }

    pub(super) fn waits(&self) -> bool {
        self.comment.status == CommentStatus::Pending
    }

    fn refused(&self, act: Act) -> Option<&RefusedText> {
        self.refused.as_ref().filter(|refused| refused.act == act)
    }

    /// What is wrong with the reply that was typed.
    pub(super) fn reply_error(&self) -> Option<&str> {
        Some(self.refused(Act::Reply)?.error.as_str())
    }

    /// What is wrong with the edited text.
    pub(super) fn edit_error(&self) -> Option<&str> {
        Some(self.refused(Act::Edit)?.error.as_str())
    }

    pub(super) fn reply_body(&self) -> &str {
        let refused = self.refused(Act::Reply);
        refused.map_or("", |refused| refused.body.as_str())
    }

    pub(super) fn reply_name<'a>(&'a self, usual: &'a str) -> &'a str {
        let refused = self.refused(Act::Reply);
        refused.map_or(usual, |refused| refused.name.as_str())
    }

    pub(super) fn edit_body(&self) -> &str {
        let refused = self.refused(Act::Edit);
        refused.map_or(&self.comment.body, |refused| &refused.body)
    }
}

/// The form that bans the author by address, or by network where there is none.
fn ban(comment: &QueuedComment) -> Option<String> {
    if comment.email.as_str().is_empty() {
        let ip = comment.ip.as_ref()?;
        return Some(form_path(BanKind::Network, ip));
    }
    Some(form_path(BanKind::Address, &comment.email.key()))
}

/// The reasons, where they still matter: an approved comment has none.
fn reasons(comment: &QueuedComment, page: &PageContext) -> Vec<ReasonChip> {
    let is_in_doubt = matches!(comment.status, CommentStatus::Pending | CommentStatus::Spam);
    let chip = |reason: &HoldReason| ReasonChip {
        text: reason.text(page.translator()),
        class: match reason.weight() {
            ..0 => "honest",
            0 => "rule",
            weight if weight < THRESHOLD / 2 => "light",
            _ => "heavy",
        },
    };
    let shown = comment.reasons.iter().filter(|_| is_in_doubt);
    shown.map(chip).collect()
}

fn buttons(comment: &QueuedComment) -> Vec<CardButton> {
    let others = BUTTONS
        .iter()
        .filter(|button| button.status != comment.status);
    let of_comment = |button: &DecisionButton| CardButton {
        key: button.key,
        class: button.class,
        shortcut: button.shortcut,
        action: format!("/admin/comments/{}/{}", comment.id, button.noun),
    };
    others.map(of_comment).collect()
}

/// The phrase of a state.
pub(in crate::comments::http) fn state_key(status: CommentStatus) -> &'static str {
    match status {
        CommentStatus::Pending => "comments-state-pending",
        CommentStatus::Approved => "comments-state-approved",
        CommentStatus::Spam => "comments-state-spam",
        CommentStatus::Trashed => "comments-state-trashed",
    }
}
