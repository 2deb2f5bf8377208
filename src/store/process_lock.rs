//! The lock that lets one process at a time work on an SQLite file. The kernel releases it when the process ends. Short commands
//! do not take it, and PostgreSQL needs none.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::error::{Error, Result};

/// How long to wait for the lock: the kernel needs a moment to release it after a kill.
const PATIENCE: Duration = Duration::from_secs(2);
/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// The lock, until it is dropped. On PostgreSQL it is empty.
#[derive(Debug)]
pub struct ProcessLock(#[expect(dead_code, reason = "holding it is its use")] Option<File>);

/// Takes the lock for a process that stays, or that replaces all data. Another process gets two seconds to end. Returns an error
/// when the lock stays taken.
pub async fn acquire(url: &str) -> Result<ProcessLock> {
    let Some(file) = sqlite_file(url) else {
        return Ok(ProcessLock(None));
    };
    let failed = |source| Error::Open {
        url: url.to_owned(),
        source: sqlx::Error::Io(source),
    };
    let lock = lock_beside(file).map_err(failed)?;
    let end = Instant::now() + PATIENCE;
    let mut is_told = false;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(ProcessLock(Some(lock))),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
            Err(TryLockError::WouldBlock) if Instant::now() < end => {}
            Err(TryLockError::WouldBlock) => return Err(Error::InUse(file.display().to_string())),
        }
        if !is_told {
            tracing::info!(file = %file.display(), "another process still works on the database; waiting for its end");
            is_told = true;
        }
        sleep(PAUSE).await;
    }
}

/// True while another process holds the lock.
pub fn is_held(url: &str) -> bool {
    let lock = sqlite_file(url).and_then(|file| lock_beside(file).ok());
    lock.is_some_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

/// The file of an SQLite URL; `None` for PostgreSQL and for a database in memory.
pub fn sqlite_file(url: &str) -> Option<&Path> {
    sqlite_name(url).filter(|name| is_file(name)).map(Path::new)
}

/// The name that SQLite opens; `None` for PostgreSQL.
pub(super) fn sqlite_name(url: &str) -> Option<&str> {
    let name = url.strip_prefix("sqlite:")?;
    Some(name.strip_prefix("//").unwrap_or(name))
}

/// True when SQLite treats this name as a file, not as memory or a URI.
pub(super) fn is_file(name: &str) -> bool {
    !(name.is_empty() || name.starts_with(':') || name.starts_with("file:"))
}

/// `gudok.db.lock` beside `gudok.db`. The file stays, since deleting it could let two processes in.
fn lock_beside(file: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    let file = match file.canonicalize() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => file.to_owned(),
        other => other?,
    };
    let mut lock = file.into_os_string();
    lock.push(".lock");
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(PathBuf::from(lock))
}
