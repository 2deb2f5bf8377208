//! Rate limits that nodes share through the database: hits of a key in a window, and turns in a fixed interval.

mod limit;
mod network;
mod queries;
mod turns;

pub use limit::{Hit, Limit, RateExceeded, delete_ended};
pub use network::{customer_network, wide_network};
pub use turns::Turns;
