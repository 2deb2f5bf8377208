//! Checks of everything that mail needs to arrive. Each check says what it found and, unless all is well, the way out.
//!
//! A check sends nothing and changes nothing. A check that cannot be made is a warning.

mod bounces;
mod consents;
mod context;
mod daily;
mod dkim;
mod dmarc;
pub mod http;
mod kept;
mod local;
mod model;
mod one_click;
mod ptr;
mod queries;
mod relay;
mod run;
mod spf;

pub use context::CheckContext;
pub use daily::{JOBS, SCHEDULES};
pub use kept::{KeptReport, newest};
pub use model::{Check, CheckState, DoctorReport, TxtRecord};
pub use run::{NAMES, TIMEOUT, dkim_records, own_address, run_checks, without_database};
