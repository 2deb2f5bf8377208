//! Suppressed addresses, by a keyed hash. An erased person gets no mail and cannot be read from the
//! database.

mod queries;
mod suppression_list;

pub use suppression_list::{DROPPED, add, hash_of, is_suppressed, lift, lift_by_proof, reason_for};

pub use crate::outbox::model::SuppressionReason;
