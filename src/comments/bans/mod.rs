//! Bans: who may not comment, by address, network or name. A shadow ban lets its author believe that the comment waits.

mod ban;
mod model;
mod pattern;
mod queries;

pub use ban::{add, list, remove};
pub(super) use ban::{find, forget_ended, forget_person, mark_shadowed};
pub use model::{Ban, BanId, NewBan};
pub use pattern::{BanKind, BanPattern, PatternError};
