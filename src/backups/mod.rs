//! Backups into a folder: once a day and at a button, each restored on trial, the oldest deleted. The commands `backup` and `restore` are in
//! `store/backup/`, which does the work for both.
//!
//! Invariant: only files with a name that [`BackupName`] reads are listed, given away or deleted.

mod folder;
pub mod http;
mod jobs;
mod make;
mod model;
mod queries;

pub use folder::{list, path};
pub use jobs::{JOBS, SCHEDULES, enqueue};
pub use make::{newest_run, runs};
pub use model::{BackupFile, BackupName, BackupRun};
