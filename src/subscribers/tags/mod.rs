//! Tags: words by which the owner sorts readers. A reader sees them in the export of their own data, and nowhere else.

mod catalogue;
mod model;
mod queries;

pub use catalogue::{all, of, remove, replace, words};
pub(in crate::subscribers) use catalogue::{between, give_all, of_each, offer};
pub use model::{ReaderTag, TagId};
