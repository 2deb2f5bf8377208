//! The topics that a subscriber chose. A subscriber without a choice gets posts of every topic.

mod choose;
mod queries;

pub use choose::chosen;
pub(in crate::subscribers) use choose::{choose, choose_for_all, chosen_between, chosen_by};
