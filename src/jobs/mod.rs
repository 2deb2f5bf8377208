//! Background jobs and schedules. A job carries ids, not data, and may run twice.

mod enqueue;
mod model;
mod queries;
pub mod runner;
pub mod scheduler;

pub use enqueue::enqueue;
pub use model::{Job, JobError, JobResult, Schedule};
