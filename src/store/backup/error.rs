//! Why a backup is not written or not loaded, with the way out.

use std::path::PathBuf;

use crate::store;

/// Why a backup could not be written or loaded; the text names the way out.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is a file of this name.
    #[error("{0} is there already: name another file, or replace it with --force")]
    Exists(PathBuf),
    /// The file system refused.
    #[error("{path} cannot be written: {source}; choose a folder with room that you may write to")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The backup cannot be opened.
    #[error("{path} cannot be read: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is something else.
    #[error("{0} is no backup of Gudok: name a file that `gudok backup` wrote")]
    NotABackup(PathBuf),
    /// SQLite's own examination found faults.
    #[error("{path} is damaged ({fault}): take another backup")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The first fault.
        fault: String,
    },
    /// The backup has migrations that this program does not know.
    #[error(
        "{path} was written by a newer Gudok (it has migration {migration}, unknown here): restore it with that version"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The migration.
        migration: i64,
    },
    /// Somebody's data would be lost.
    #[error(
        "the database has data already (first in the table {0}): restore into an empty one, or replace all of it with --force"
    )]
    NotEmpty(String),
    /// The engines' schemas differ, which a test rules out.
    #[error("the table {table} cannot be copied: {why}")]
    Table {
        /// The table.
        table: String,
        /// What is wrong with it.
        why: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
