//! Digests: each post reaches each reader at most once, and who would receive the same shares one edition, rendered once.

pub mod archive;
mod emails;
pub mod panel;
pub mod plan;
pub mod preview;
mod pruning;
mod queries;
mod recall;
pub mod routes;
pub mod selection;
pub mod welcome;

pub use plan::{PlanError, Planned, plan, plan_all};
pub use preview::Preview;
pub use pruning::prune;
pub use recall::recall;
pub use selection::{Digest, Reader};
