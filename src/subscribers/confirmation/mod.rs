//! Confirmation of a subscription by a link. The link is stored as a hash, lasts seven days and works once. Only a POST acts.

mod link;
mod model;
mod queries;

pub(in crate::subscribers) use link::{close, invite, invite_from_list, was_just_sent};
pub use link::{confirm, forget_unanswered, look, renew};
pub use model::Link;
