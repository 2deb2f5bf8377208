//! Proof of work for the forms of strangers: a post in an attack, or one that looks odd, costs its sender some seconds of a
//! processor. Who cannot prove anything loses nothing: a comment waits for a moderator, a sign-up takes one step more.

mod attack_mode;
mod emails;
pub mod http;
mod model;
mod proof;
mod queries;
mod work;

pub use attack_mode::{count, is_on};
pub use model::{AttackMode, Proof, ProtectedForm};
pub use proof::{PROOF_FIELD, SolvedChallenge, count_refused, issue, weigh};
pub use work::SCHEDULES;
