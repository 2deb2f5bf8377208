//! Who is due for a digest, and how far each has been served: only confirmed subscribers are ever due.

mod find;
mod model;
mod queries;

pub use find::{advance, count_due, due, due_after, expect_due, next_due, recompute_next_digest};
pub use model::{Due, Step};
