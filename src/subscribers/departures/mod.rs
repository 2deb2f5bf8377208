//! Departures: addresses that no imported list may subscribe again, as keyed hashes. Confirming a subscription deletes one.

mod model;
mod queries;
mod remember;

pub(in crate::subscribers) use model::Departure;
pub use model::DepartureReason;
pub(in crate::subscribers) use remember::{forget, remember_all};
pub use remember::{reason_for, remember};
