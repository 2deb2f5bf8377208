//! The record of consent: what was shown, where and when somebody agreed, who acted, and each change since. Events are only
//! added; a chain of hashes shows every later change.

pub mod chain;
mod model;
pub mod proof;
mod queries;
mod record;
mod words;

pub use model::{
    Action, Change, ChangeList, Channel, ConsentEvent, ConsentEvidence, EventId, Wording,
};
pub(in crate::subscribers) use record::wished;
pub use record::{forget_ips, history, record};
pub use words::{CollectedFields, sign_up_words};
