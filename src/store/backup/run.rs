//! Backup, restore and copy, over both engines.

use std::path::Path;

use super::error::BackupError;
use super::{catalog, file, postgres, sqlite};
use crate::store::database::{Engine, Store};

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

/// Restores a backup into an empty SQLite database among the temporary files, which then goes away: what was loaded there would be loaded
/// on the day it is needed.
pub async fn rehearse(file: &Path) -> Result<Restored, BackupError> {
    let folder = tempfile::tempdir().map_err(|source| BackupError::Write {
        path: std::env::temp_dir(),
        source,
    })?;
    let trial = folder.path().join("trial.db");
    let store = Store::open(&format!("sqlite://{}", trial.display())).await?;
    let restored = restore(file, &store, false).await;
    store.close().await;
    restored
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
