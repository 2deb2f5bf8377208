//! The chain of hashes over the record of consent: events are sealed in the order of their ids, and no sealed event can change
//! unseen. docs/consent.md describes it for whoever checks it with other software.

mod link;
mod model;
mod queries;
mod seal;
mod verify;

pub(super) use link::fault;
pub use model::{BrokenLink, ChainReport};
pub(super) use queries::of_person;
pub(super) use seal::hold;
pub use seal::{Sealing, seal};
pub use verify::verify;
