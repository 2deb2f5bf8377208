//! `/admin/comments`: the moderation queue with its buttons, and the pages of bans and of the spam filter.

mod bans;
mod buttons;
mod cards;
mod comment_card;
mod decisions;
mod policy;
mod queue;
mod queue_query;
mod routes;
mod spam_filter;
mod texts;

pub(super) use buttons::{BUTTONS, DecisionButton};
pub use cards::CARDS;
pub(super) use comment_card::state_key;
pub use routes::routes;
