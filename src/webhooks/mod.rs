//! Webhooks: the signature of Standard Webhooks, and calls that are remembered so that each is taken once.
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

mod calls;
mod publish_secret;
mod queries;
mod signature;

pub use calls::{SCHEDULES, remember};
pub use publish_secret::{
    PUBLISH_SECRET, check_publish_secret, publish_secret, renew_publish_secret,
};
pub use signature::{SignatureProblem, SignedCall};
