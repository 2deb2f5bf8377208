//! Departures: mailboxes that no imported list may subscribe again, as keyed hashes. Confirming a subscription deletes one.

mod model;
mod queries;
mod remember;

pub(in crate::subscribers) use model::Departure;
pub use model::DepartureReason;
pub use remember::{erased_among, reason_for, remember, remember_earlier};
pub(in crate::subscribers) use remember::{forget, hashes, remember_all};
