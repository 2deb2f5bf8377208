//! Moderation: the queue, decisions, and e-mails to moderators.

mod decisions;
pub mod lessons;
mod model;
mod notify;
mod queries;
mod queue;

pub use decisions::decide;
pub use model::{ModerationQueue, QueueFilter, QueueStart, QueuedComment};
pub(super) use notify::notify_moderators;
pub use queue::{count_by_status, queue};
