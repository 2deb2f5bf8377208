//! The fan-out of an edition: one row a reader, in slices so short that sign-ups continue
//! meanwhile. All bulk mail enters here.

mod enqueue;
mod queries;

pub use enqueue::{SLICE, Slice, enqueue_for, slice};
