//! A change of a reader's address: confirmed by a link at the new one, told at the old one. Until the click nothing changes.

mod change;
mod model;
mod queries;

pub use change::{ask, confirm, inspect, may_change};
pub use model::AddressLink;
