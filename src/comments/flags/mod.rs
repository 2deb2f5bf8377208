//! Flags: readers report a public comment, one each, and enough of them hold it for a moderator.

mod flag;
mod model;
mod queries;

pub use flag::{flag, flaggable};
pub use model::{FlagReason, FlaggableComment};
pub(super) use queries::settle;
