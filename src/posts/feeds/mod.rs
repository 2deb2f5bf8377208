//! Feeds: their rows, their addresses, and the record of their answers.

mod address;
mod lifecycle;
mod model;
mod queries;

pub(super) use address::parse_address;
pub use lifecycle::{all, find, find_by_address, find_by_url, remove};
pub(super) use lifecycle::{
    ask_whole, claim_due, failed, insert, set_credentials, succeeded, unchanged,
};
