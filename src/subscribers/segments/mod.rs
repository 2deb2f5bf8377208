//! Segments: saved filters of readers. A segment is typed conditions, never SQL. What it names is looked up each time it is asked.
//!
//! Invariant: a segment that cannot be understood whole has no readers. It never has all of them.

mod catalogue;
mod estimate;
mod model;
mod queries;
mod readers;
mod resolve;

pub use catalogue::{add, all, change, find, find_named, read_name, remove};
pub use estimate::{Estimate, estimate};
pub use model::{
    Comparison, Condition, Filter, Join, Known, KnownTag, MOST_CONDITIONS, MOST_SEGMENTS, Property,
    Segment, SegmentId,
};
pub use readers::{count, count_mailable, known, matcher, members};
pub use resolve::{Faults, Matcher, comparisons, resolve};
