//! The record of consent: what was shown, where and when somebody agreed, and each change since. Rows are never edited.

mod model;
mod queries;
mod record;

pub use model::{Action, Change, Consent, ConsentEvidence, Wording};
pub(in crate::subscribers) use record::wished;
pub use record::{forget_ips, history, record};
