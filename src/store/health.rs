//! Health of the database, by its own checks.

use sqlx::migrate::Migrator;
use sqlx::{Connection as _, SqliteConnection};

use super::database::{Engine, Store};
use super::error::Result;
use super::tx::Tx;
use crate::on;

/// The oldest supported version of PostgreSQL, as the server numbers versions.
const OLDEST_POSTGRES: i64 = 130_000;

/// The health of a database.
#[derive(Clone, Debug)]
pub struct DatabaseHealth {
    /// The engine's version.
    pub version: String,
    /// The first thing that is wrong.
    pub fault: Option<String>,
}

/// Checks the whole database. On SQLite it reads every page, about a gigabyte a second.
pub async fn examine(store: &Store) -> Result<DatabaseHealth> {
    match &store.engine {
        Engine::Sqlite(sqlite) => {
            // Apart from the readers: they tell the log of statements that take their time.
            let mut connection = sqlite.connect().await?;
            let version = sqlx::query_scalar("SELECT sqlite_version()")
                .fetch_one(&mut connection)
                .await?;
            let fault = fault_of_sqlite(&mut connection).await?;
            connection.close().await?;
            Ok(DatabaseHealth { version, fault })
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
            Ok(DatabaseHealth { version, fault })
        }
    }
}

/// The first fault of SQLite's integrity check and foreign key check.
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

/// The newest migration that was applied, and the newest that this program knows.
pub async fn migrations(tx: &mut Tx) -> Result<(i64, i64)> {
    const SQL: &str = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success";
    // Both engines have migrations of the same numbers.
    static KNOWN: Migrator = sqlx::migrate!("migrations/sqlite");
    let applied = on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))?;
    let known = KNOWN.iter().map(|migration| migration.version).max();
    Ok((applied, known.unwrap_or(0)))
}

/// Checks that the database answers.
pub async fn ping(tx: &mut Tx) -> Result<()> {
    crate::changed!(tx, conn => sqlx::query("SELECT 1").execute(conn))?;
    Ok(())
}
