//! Reading a feed: RSS, Atom or JSON Feed in any encoding becomes entries of clean text.
//! Invariant: any bytes are taken; the answer is a feed or a problem, never a panic, and no markup is left in it.

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
