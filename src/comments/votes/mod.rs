//! Readers' votes on comments. One browser has one vote on a comment; the database knows the browser by a keyed hash alone.

mod model;
mod person;
mod queries;
mod vote;
mod wilson;

pub use model::{MyVote, Vote, VoteError, Votes};
pub(in crate::comments) use person::{forget_person, of_person, threads_of_person};
pub(super) use queries::forget;
pub use vote::{of_browser, vote};
