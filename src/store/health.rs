//! The database's own word on how it is.

use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

use sqlx::migrate::Migrator;
use sqlx::{Connection as _, SqliteConnection};

use super::{Engine, Result, Store, Tx};
use crate::clock::Timestamp;
use crate::on;

/// PostgreSQL's oldest version that its makers still mended when this was written, as the server counts versions.
const OLDEST_POSTGRES: i64 = 130_000;

/// How a database is.
#[derive(Clone, Debug)]
pub struct Health {
    /// The engine's version.
    pub version: String,
    /// The first thing that is wrong.
    pub fault: Option<String>,
}

/// Examines the whole database; on SQLite every page is read, which takes a second or so a gigabyte.
pub async fn examine(store: &Store) -> Result<Health> {
    match &store.engine {
        Engine::Sqlite(sqlite) => {
            // Apart from the readers: they tell the log of statements that take their time.
            let mut connection = sqlite.connect().await?;
            let version = sqlx::query_scalar("SELECT sqlite_version()")
                .fetch_one(&mut connection)
                .await?;
            let fault = fault_of_sqlite(&mut connection).await?;
            connection.close().await?;
            Ok(Health { version, fault })
        }
        Engine::Postgres(postgres) => {
            const SQL: &str = "
                SELECT current_setting('server_version'), current_setting('server_version_num')::bigint,
                       current_setting('server_encoding')";
            let (version, number, encoding): (String, i64, String) =
                sqlx::query_as(SQL).fetch_one(&postgres.pool).await?;
            let fault = if number < OLDEST_POSTGRES {
                Some(format!("PostgreSQL {version} is older than 13"))
            } else if encoding != "UTF8" {
                Some(format!("its encoding is {encoding} instead of UTF8"))
            } else {
                None
            };
            Ok(Health { version, fault })
        }
    }
}

/// What SQLite's own examination of every page, index and reference finds first.
pub(super) async fn fault_of_sqlite(connection: &mut SqliteConnection) -> Result<Option<String>> {
    let word: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut *connection)
        .await?;
    if word != "ok" {
        return Ok(Some(word.replace('\n', " ")));
    }
    let stray: Option<(String, Option<i64>, String, i64)> =
        sqlx::query_as("PRAGMA foreign_key_check")
            .fetch_optional(&mut *connection)
            .await?;
    Ok(stray.map(|(table, _, parent, _)| format!("a row of {table} refers to no row of {parent}")))
}

/// Primary result codes of SQLite after which the same may work later: BUSY, LOCKED, IOERR, FULL and CANTOPEN.
const PASSING_IN_SQLITE: [i32; 5] = [5, 6, 10, 13, 14];
/// Beginnings of PostgreSQL's codes: no connection, no resources, a lock that somebody holds, the server stops or starts
/// (Appendix A).
const PASSING_IN_POSTGRES: [&str; 5] = ["08", "53", "55P03", "57P", "58"];

/// Whether the same may work later.
pub(super) fn is_passing(error: &sqlx::Error) -> bool {
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
                PASSING_IN_POSTGRES.iter().any(|it| code.starts_with(it))
            } else {
                code.parse()
                    .is_ok_and(|code: i32| PASSING_IN_SQLITE.contains(&(code & 0xff)))
            }
        }
        _ => false,
    }
}

/// An open file of SQLite, to be recognised later.
#[derive(Clone, Debug)]
pub(super) struct OpenFile {
    path: PathBuf,
    number: u64,
}

/// Octets that a few writes need; with less there is no place.
const LEAST_SPACE: u64 = 1 << 20;

impl OpenFile {
    /// The file of this name as it is now; `None` for a database in memory.
    pub fn of(name: &str) -> Option<Self> {
        let path = PathBuf::from(name);
        let number = std::fs::metadata(&path).ok()?.ino();
        Some(Self { path, number })
    }

    /// Whether its name still leads to it.
    pub fn is_in_place(&self) -> bool {
        std::fs::metadata(&self.path).is_ok_and(|file| file.ino() == self.number)
    }

    /// What stands in the way of writes to it.
    pub fn obstacle(&self) -> Option<&'static str> {
        if !self.is_in_place() {
            return Some("the database's file was taken away or replaced: restart Gudok");
        }
        let space = rustix::fs::statvfs(&self.path).ok()?;
        (space.f_bavail.saturating_mul(space.f_frsize) < LEAST_SPACE)
            .then_some("the disk is full: make room on the database's file system")
    }
}

/// The newest migration that was applied, and the newest that this program knows.
pub async fn migrations(tx: &mut Tx) -> Result<(i64, i64)> {
    const SQL: &str = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success";
    // Both engines have migrations of the same numbers.
    static KNOWN: Migrator = sqlx::migrate!("migrations/sqlite");
    let applied = on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))?;
    let known = KNOWN.iter().map(|migration| migration.version).max();
    Ok((applied, known.unwrap_or(0)))
}

/// What time the database thinks it is.
pub async fn clock(tx: &mut Tx) -> Result<Timestamp> {
    const ON_SQLITE: &str = "SELECT unixepoch()";
    const ON_POSTGRES: &str = "SELECT CAST(floor(extract(epoch FROM clock_timestamp())) AS BIGINT)";
    let sql = tx.either(ON_SQLITE, ON_POSTGRES);
    on!(tx, conn => sqlx::query_scalar(sql).fetch_one(conn))
}
