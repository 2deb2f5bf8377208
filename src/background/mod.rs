//! Background work: the jobs and schedules of every capability, and what runs them.

mod config_watch;
mod consent_sealing;
mod lists;
mod migrations;
mod run;
mod runtime;
mod upkeep;

pub use lists::{JOBS, SCHEDULES};
pub use migrations::finish_migrations;
pub use run::run;
pub use runtime::runtime;
