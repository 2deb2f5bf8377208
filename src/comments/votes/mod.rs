//! Readers' votes on comments. One browser has one vote on a comment; the database knows the browser by a keyed hash alone.

mod model;
mod queries;
mod vote;
mod wilson;

pub use model::{Vote, VoteError, Votes};
pub use vote::{forget, of_browser, vote};
