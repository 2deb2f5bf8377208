//! Readers whose digest is due, and how far each has been served. Only confirmed subscribers are due.

mod find;
mod model;
mod queries;

pub use find::{advance, count_due, due, due_after, expect_due, next_due, recompute_next_digest};
pub use model::{DigestProgress, Due};
