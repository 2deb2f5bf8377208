//! Bounces and complaints. Only a report that proves to be about a mail of ours suppresses an address; others count.

mod apply;
mod hooks;
pub mod http;
mod import;
mod jobs;
mod leaving;
mod mbox;
mod model;
mod queries;
pub mod reading;
mod records;
mod rejection;

pub use apply::{MOST_SOFT, Origin, apply_report};
pub use import::{BounceImportError, ImportOutcome, ImportedMail, import};
pub use jobs::{JOBS, SCHEDULES};
pub use model::{
    ApplyOutcome, Bounce, BounceReason, BounceReport, Class, Effect, EnhancedStatus, Finding,
};
pub use records::forget_address;
pub use rejection::JOB as REJECTION_JOB;
