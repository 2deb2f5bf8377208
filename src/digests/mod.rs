//! Digests: each post reaches each reader at most once, and who would receive the same shares one edition, rendered once.

pub mod archive;
mod emails;
pub mod plan;
mod queries;
pub mod schedule;
pub mod selection;
pub mod welcome;

pub use plan::{Planned, plan, plan_all};
pub use selection::{Digest, Reader};
