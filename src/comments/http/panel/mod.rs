//! `/admin/comments`: the moderation queue and its buttons.

mod buttons;
mod decisions;
mod queue;
mod queue_query;
mod routes;

pub use routes::routes;
