//! Akismet, for sites that give a key of it: it is asked about each comment of a stranger, and told what moderators decide otherwise.
//! Its failures cost no comment and no more than some seconds.

mod ask;
mod call;
mod queries;
mod report;
pub mod verdict;

pub use ask::ask;
pub(super) use call::is_wanted;
pub use report::JOB;
pub(super) use report::{report, run};
