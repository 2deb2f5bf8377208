//! The titles of threads that no feed knows.

mod heading;
mod job;
mod queries;

pub(super) use job::{JOB, request, run};
