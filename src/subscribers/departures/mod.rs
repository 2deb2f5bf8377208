//! Departures: people whom no list brings back, by a keyed hash of the address. A click of their own ends a departure.

mod model;
mod queries;
mod remember;

pub(in crate::subscribers) use model::Departure;
pub use model::Reason;
pub(in crate::subscribers) use remember::{forget, remember_all};
pub use remember::{reason_for, remember};
