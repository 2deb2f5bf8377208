//! The backup as a file: it is written beside its place, examined, and only then given its name.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tempfile::{NamedTempFile, TempPath};

use super::error::BackupError;
use crate::store::{self, health};

/// An empty file beside `target`, with mode 0600; it goes away unless it is finished.
pub(super) fn begin(target: &Path) -> Result<TempPath, BackupError> {
    let part = tempfile::Builder::new()
        .prefix(".gudok-backup-")
        .suffix(".part")
        .tempfile_in(folder_of(target))
        .map_err(|source| unwritable(target, source))?;
    Ok(part.into_temp_path())
}

/// Makes the file durable and gives it its name; returns its size in octets.
pub(super) fn finish(part: TempPath, target: &Path, force: bool) -> Result<u64, BackupError> {
    let failed = |source| unwritable(target, source);
    let file = File::open(&part).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let named = if force {
        part.persist(target)
    } else {
        part.persist_noclobber(target)
    };
    named.map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => BackupError::Exists(target.to_owned()),
        _ => unwritable(target, error.error),
    })?;
    File::open(folder_of(target))
        .and_then(|folder| folder.sync_all())
        .map_err(failed)?;
    Ok(size)
}

/// A copy of a backup among the temporary files, which may be changed.
pub(super) async fn copy(file: &Path) -> Result<TempPath, BackupError> {
    let unreadable = |source| BackupError::Read {
        path: file.to_owned(),
        source,
    };
    let mut from = File::open(file).map_err(unreadable)?;
    let mut copy =
        NamedTempFile::new().map_err(|source| unwritable(&std::env::temp_dir(), source))?;
    let copied = tokio::task::spawn_blocking(move || {
        std::io::copy(&mut from, copy.as_file_mut()).map(|_| copy.into_temp_path())
    });
    copied
        .await
        .map_err(|_| store::Error::Interrupted)?
        .map_err(unreadable)
}

/// Examines every page, every index and every reference of a backup.
pub(super) async fn check(file: &Path) -> Result<(), BackupError> {
    let damaged = |fault: String| BackupError::Damaged {
        path: file.to_owned(),
        fault,
    };
    let is_sqlite = is_sqlite(file);
    // What begins as an SQLite file and cannot be read as one was one.
    let not_ours = |error: sqlx::Error| match error.to_string() {
        fault if is_sqlite && !fault.contains("no such table") => damaged(fault),
        _ => BackupError::NotABackup(file.to_owned()),
    };
    let mut connection = open(file).await.map_err(not_ours)?;
    let migrations: Result<Option<i64>, _> =
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
            .fetch_one(&mut connection)
            .await;
    if migrations.map_err(not_ours)?.is_none() {
        return Err(BackupError::NotABackup(file.to_owned()));
    }
    let fault = health::fault_of_sqlite(&mut connection)
        .await
        .unwrap_or_else(|error| Some(error.to_string()));
    if let Some(fault) = fault {
        return Err(damaged(fault));
    }
    connection.close().await?;
    Ok(())
}

/// True when the file begins like an SQLite file.
fn is_sqlite(file: &Path) -> bool {
    const HEAD: &[u8; 16] = b"SQLite format 3\0";
    let mut head = [0; HEAD.len()];
    let read = File::open(file).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *HEAD
}

/// Applies the migrations that a backup of an older version lacks.
pub(super) async fn bring_up_to_date(file: &Path) -> Result<(), BackupError> {
    let mut connection = open(file).await?;
    let migrated = store::error::migrated(
        sqlx::migrate!("migrations/sqlite")
            .run_direct(None, &mut connection, false)
            .await,
    );
    migrated.map_err(|error| match error {
        store::Error::NewerDatabase(migration) => BackupError::Newer {
            path: file.to_owned(),
            migration,
        },
        other => other.into(),
    })?;
    connection.close().await?;
    Ok(())
}

/// Mails that wait or were held by a sender.
pub(super) async fn count_waiting(file: &Path) -> Result<u64, BackupError> {
    const SQL: &str = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'leased', 'deferred')";
    let mut connection = open(file).await?;
    let count: i64 = sqlx::query_scalar(SQL).fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(count.unsigned_abs())
}

/// The error with the file that the user named instead of its copy.
pub(super) fn renamed(error: BackupError, path: &Path) -> BackupError {
    let path = path.to_owned();
    match error {
        BackupError::NotABackup(_) => BackupError::NotABackup(path),
        BackupError::Damaged { fault, .. } => BackupError::Damaged { path, fault },
        BackupError::Newer { migration, .. } => BackupError::Newer { path, migration },
        other => other,
    }
}

/// Opens a temporary file that nobody else uses, without flushes.
pub(super) async fn open(file: &Path) -> Result<SqliteConnection, sqlx::Error> {
    SqliteConnectOptions::new()
        .filename(file)
        .row_buffer_size(500) // rows come over from SQLite's thread; fifty at a time costs a third more
        .pragma("journal_mode", "MEMORY")
        .pragma("synchronous", "OFF")
        .disable_statement_logging() // reading every page is meant to take its time
        .connect()
        .await
}

fn folder_of(target: &Path) -> PathBuf {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn unwritable(path: &Path, source: std::io::Error) -> BackupError {
    BackupError::Write {
        path: path.to_owned(),
        source,
    }
}
