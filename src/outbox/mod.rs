//! The outbox: one row a mail and recipient, written in the transaction that causes the mail.
//!
//! A row goes `queued → leased(token) → sent | deferred(until) | failed(why) | unknown`, or `dropped(why)`. `delivery` sends it.

pub mod bulk_control;
pub mod counts;
pub mod edition;
mod enqueue;
mod listing;
mod model;
pub mod pruning;
mod queries;
pub mod suppression;

pub use counts::{count_by_state, count_edition_since};
pub use enqueue::{
    ERASED, drop_advertising, drop_bulk_for_subscriber, drop_for_subscriber, enqueue_for,
    forget_about, forget_address, forget_subscriber, set_nights,
};
pub use listing::{
    cancel, find, find_by_key, find_by_message_id, list, newest, of_subscriber, send_again,
};
pub(crate) use model::SEND_RATE_SLOT;
pub use model::{
    Edition, EnqueueOutcome, MailContent, MailState, NewEdition, NewMail, OutboxRow, ReportedMail,
    StateCount, SubscriberMail,
};
