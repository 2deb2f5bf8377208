//! Errors of the store, and which of them are transient.

use std::sync::Arc;

use super::open_failure::why;

/// The result of a function that uses the store.
pub type Result<T> = std::result::Result<T, Error>;

/// The reason why rows were not written out to their end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
    /// What they were written to failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// A failure of the store, caused by the machine, the network or the program.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine refused or could not be reached.
    #[error("the database failed: {0}")]
    Engine(#[from] sqlx::Error),
    /// The commit that this transaction shared with others failed; nothing of it was kept.
    #[error("the database could not commit: {0}")]
    Commit(Arc<sqlx::Error>),
    /// A value could not be written as JSON for the database.
    #[error("a value cannot be stored: {0}")]
    Unstorable(#[from] serde_json::Error),
    /// No connection was free in time, or the server does not answer.
    #[error(
        "the database does not answer in time, or all of its connections are in use (option `database.connections`)"
    )]
    Busy,
    /// The SQLite file was removed or replaced while it was open.
    #[error("the database's file was taken away or replaced: put it back, or restart Gudok")]
    FileGone,
    /// The program ended while a commit was under way.
    #[error("the commit was interrupted")]
    Interrupted,
    /// The database was written by a newer Gudok.
    #[error(
        "the database is of a newer version of Gudok (it has migration {0}, unknown here): run that version, or restore a backup"
    )]
    NewerDatabase(i64),
    /// A migration could not be applied.
    #[error("the database could not be brought up to date: {0}")]
    Migration(sqlx::migrate::MigrateError),
    /// SQLite before 3.51.3 can lose committed writes in WAL mode.
    #[error("SQLite {0} can lose committed writes: build Gudok with SQLite 3.51.3 or newer")]
    UnsafeSqlite(String),
    /// The database could not be opened at all.
    #[error(
        "cannot open the database {url}: {} (option `database.url`, or DATABASE_URL; the engine says: {source})",
        why(source)
    )]
    Open {
        /// The address without its password.
        url: String,
        /// What the engine said.
        source: sqlx::Error,
    },
    /// Another process holds the SQLite file.
    #[error(
        "another process works on the database {0} already: end it first (`gudok serve`, `gudok worker` or `gudok restore`), or set database.url to another file; several nodes want PostgreSQL"
    )]
    InUse(String),
    /// A kept secret has another form than Gudok writes.
    #[error(
        "the secret `{0}` in the database cannot be read: write one into the option `{0}`, or delete its row of the table `settings`, and Gudok makes a new one"
    )]
    UnreadableSecret(&'static str),
    /// The address names an engine that Gudok does not know.
    #[error("`database.url` is {0}: write sqlite:FILE or postgres://user:password@host/database")]
    UnknownEngine(String),
}

impl Error {
    /// True for a violated unique key.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Engine(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// True when a retry may succeed: the database is unreachable, locked or full.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Busy | Self::FileGone => true,
            Self::Engine(error) => is_transient(error),
            Self::Commit(error) => is_transient(error),
            _ => false,
        }
    }
}

/// Transient primary result codes of SQLite: BUSY, LOCKED, IOERR, FULL and CANTOPEN.
const TRANSIENT_IN_SQLITE: [i32; 5] = [5, 6, 10, 13, 14];
/// Beginnings of PostgreSQL's codes: no connection, no resources, a lock that somebody holds, the server stops or starts
/// (Appendix A).
const TRANSIENT_IN_POSTGRES: [&str; 5] = ["08", "53", "55P03", "57P", "58"];

/// True when a retry may succeed.
fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_) => true,
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            // SQLSTATE has five signs, an extended code of SQLite four at most.
            if code.len() == 5 {
                TRANSIENT_IN_POSTGRES.iter().any(|it| code.starts_with(it))
            } else {
                code.parse()
                    .is_ok_and(|code: i32| TRANSIENT_IN_SQLITE.contains(&(code & 0xff)))
            }
        }
        _ => false,
    }
}

/// A database URL that may be shown to people.
pub fn without_password(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut url) if url.password().is_some() => {
            let _ = url.set_password(Some("***"));
            url.to_string()
        }
        _ => url.to_owned(),
    }
}

/// The outcome of migrating, in our words.
pub(super) fn migrated(
    outcome: std::result::Result<(), sqlx::migrate::MigrateError>,
) -> Result<()> {
    outcome.map_err(|error| match error {
        sqlx::migrate::MigrateError::VersionMissing(version) => Error::NewerDatabase(version),
        other => Error::Migration(other),
    })
}
