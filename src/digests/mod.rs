//! Digests: each post reaches each reader at most once, and readers who would receive the same share one edition.

pub mod archive;
mod emails;
pub mod http;
mod jobs;
mod model;
pub mod plan;
pub mod preview;
mod pruning;
mod queries;
mod recall;
pub mod selection;
pub mod welcome;

pub use jobs::{JOBS, SCHEDULES};
pub use model::{Digest, DigestPreview, DigestReader, Planned};
pub use plan::{PlanError, plan, plan_all};
pub use pruning::prune;
pub use recall::recall;
