//! One process at a time works on an SQLite file: the lock beside it is the kernel's, which lets go of it when the process
//! ends, however it ends. Short commands do not ask for it; on PostgreSQL any number of nodes share the work.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::error::{Error, Result};

/// How long a claim waits: a process that was just killed lets go when the kernel has cleared it away, and whoever restarts it
/// does so at once.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// The right to work on a database alone, until this is dropped. On PostgreSQL it is nothing.
#[derive(Debug)]
pub struct Alone(#[expect(dead_code, reason = "holding it is its use")] Option<File>);

/// Takes the database of this URL for a process that stays, or that replaces everything in it; another process gets two seconds
/// to end.
pub async fn claim(url: &str) -> Result<Alone> {
    let Some(file) = sqlite_file(url) else {
        return Ok(Alone(None));
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
            Ok(()) => return Ok(Alone(Some(lock))),
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

/// True while another process holds the database of this URL; asked by processes that do not claim it themselves.
pub fn is_claimed(url: &str) -> bool {
    let lock = sqlite_file(url).and_then(|file| lock_beside(file).ok());
    lock.is_some_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

/// The file of an SQLite URL; `None` for another engine and for a database in memory.
pub fn sqlite_file(url: &str) -> Option<&Path> {
    sqlite_name(url).filter(|name| is_file(name)).map(Path::new)
}

/// What SQLite is told to open; `None` for another engine.
pub(super) fn sqlite_name(url: &str) -> Option<&str> {
    let name = url.strip_prefix("sqlite:")?;
    Some(name.strip_prefix("//").unwrap_or(name))
}

/// Whether SQLite takes this name for a file's, not for memory or an address.
pub(super) fn is_file(name: &str) -> bool {
    !(name.is_empty() || name.starts_with(':') || name.starts_with("file:"))
}

/// `gudok.db.lock` beside `gudok.db`, whatever name led there. It stays when nobody holds it: taking it away could let two in.
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
