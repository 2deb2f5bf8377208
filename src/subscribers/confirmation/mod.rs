//! Confirmation of a subscription by a link. The link is stored as a hash, lasts seven days and works once. Only a POST acts.

mod link;
mod model;
mod queries;

pub(in crate::subscribers) use link::{
    begin, close, newest_wishes, send_confirmation, send_confirmation_for_list, send_reminder,
    was_just_sent,
};
pub use link::{confirm, forget_unanswered, inspect, renew, send_again};
pub use model::ConfirmationLink;
