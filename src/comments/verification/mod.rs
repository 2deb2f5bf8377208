//! Verified addresses: a reader claims an address by a mailed link, and from then on only browsers that proved it comment under it.

pub mod ask;
pub mod claim;
pub mod code;
mod emails;
mod model;
mod queries;
pub mod standing;

pub use model::{AddressStanding, AskError, AskedLink, AuthorLink, AuthorLinkError};
