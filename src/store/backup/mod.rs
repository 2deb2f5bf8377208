//! Backups: the file is always an SQLite database of Gudok's schema, whole and checked, or it is not there at all.
//!
//! On SQLite it is a `VACUUM INTO`, on PostgreSQL one REPEATABLE READ snapshot; both while others write. Restoring loads
//! such a file into either engine in one transaction, so a database that could not be filled stays as it was.

mod catalog;
mod file;
mod postgres;
mod sqlite;

use std::path::{Path, PathBuf};

use super::{Engine, Store};

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
    Store(#[from] super::Error),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Tables of the schema.
    pub tables: usize,
    /// Rows of all of them.
    pub rows: u64,
    /// Mails that had no result when the backup was taken.
    pub waiting: u64,
}

/// Writes the whole database into `file`, as it is at one moment, while others go on writing; returns its size in octets.
///
/// The file gets mode 0600, for it holds addresses and secrets. One that is there is replaced only when `force` is set.
pub async fn backup(store: &Store, file: &Path, force: bool) -> Result<u64, BackupError> {
    // Known before the work is done; the last word is spoken when the file gets its name.
    if !force && file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let part = file::begin(file)?;
    match &store.engine {
        Engine::Sqlite(sqlite) => sqlite::write(sqlite, &part).await?,
        Engine::Postgres(postgres) => postgres::write(&postgres.pool, &part).await?,
    }
    file::check(&part)
        .await
        .map_err(|error| file::renamed(error, file))?;
    file::finish(part, file, force)
}

/// Loads a backup into the database, which must be empty unless `force` is set; then all that it holds is replaced.
///
/// The file is not changed: an older version's is brought up to date in a copy.
pub async fn restore(file: &Path, into: &Store, force: bool) -> Result<Restored, BackupError> {
    let copy = file::copy(file).await?;
    file::check(&copy)
        .await
        .map_err(|error| file::renamed(error, file))?;
    file::bring_up_to_date(&copy)
        .await
        .map_err(|error| file::renamed(error, file))?;
    load(&copy, into, force).await
}

/// Copies the whole of one database into another, which must be empty unless `force` is set.
pub async fn copy(from: &Store, into: &Store, force: bool) -> Result<Restored, BackupError> {
    let folder = tempfile::tempdir().map_err(|source| BackupError::Write {
        path: std::env::temp_dir(),
        source,
    })?;
    let file = folder.path().join("copy.db");
    backup(from, &file, false).await?;
    load(&file, into, force).await
}

async fn load(path: &Path, into: &Store, force: bool) -> Result<Restored, BackupError> {
    let tables = catalog::tables().await?;
    let waiting = file::count_waiting(path).await?;
    let rows = match &into.engine {
        Engine::Sqlite(target) => sqlite::load(path, target, &tables, force).await?,
        Engine::Postgres(postgres) => postgres::load(path, &postgres.pool, &tables, force).await?,
    };
    Ok(Restored {
        tables: tables.len(),
        rows,
        waiting,
    })
}
