//! Reading a feed: RSS, Atom or JSON Feed in any encoding becomes entries of clean text.
//! Invariant: any bytes give a feed without markup, or a problem, and never a panic.

mod clean;
mod document;
mod entry;
mod json;
mod model;
mod read;
mod repair;

pub(super) use entry::{is_automatic, is_by_hand};
pub use model::{EntrySource, FeedEntry, ParsedFeed};
pub use read::read;
