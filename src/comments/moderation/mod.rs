//! Moderation: the queue, decisions, edits, and e-mails to moderators.

mod decisions;
mod edit;
mod flagged;
pub mod lessons;
mod links;
mod model;
mod notify;
mod policy;
mod queries;
mod queue;

pub use decisions::{decide, decide_all, is_as_seen, mark_of, undo};
pub use edit::edit;
pub(super) use flagged::hold_flagged;
pub use links::{DecisionLinkError, read_link};
pub use model::{
    DecidedComments, ModerationQueue, QueueFilter, QueueStart, QueuedComment, SeenComment,
};
pub(super) use notify::{is_surely_spam, notify_moderators, tell_waiting};
pub use policy::{policy, set_policy};
pub use queue::{count_by_status, queue};
