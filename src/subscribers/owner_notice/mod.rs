//! Mails that tell the owners of new subscribers, as `subscribers.tell_owners` says. They count and name nobody, so an erasure has
//! nothing to take out of them.

mod emails;
mod queries;
mod tell;

pub(in crate::subscribers) use tell::note;
pub use tell::tell;
