//! Backups: the file is always an SQLite database of Gudok's schema, whole and checked, or it is not there at all.
//!
//! On SQLite it is a `VACUUM INTO`, on PostgreSQL one REPEATABLE READ snapshot; both while others write. Restoring loads
//! such a file into either engine in one transaction, so a database that could not be filled stays as it was.

mod catalog;
mod error;
mod file;
mod postgres;
mod run;
mod sqlite;

pub use error::BackupError;
pub use run::{Restored, backup, copy, rehearse, restore};
