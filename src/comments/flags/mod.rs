//! Flags: readers report a public comment, one each, and enough of them hold it for a moderator.

mod flag;
mod model;
mod person;
mod queries;

pub use flag::{flag, flaggable};
pub use model::{FlagReason, FlaggableComment, MyFlag};
pub(super) use person::{forget_person, of_person};
pub(super) use queries::settle;
