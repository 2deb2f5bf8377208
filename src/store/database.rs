//! The database: a pool of either engine.

use std::sync::Arc;
use std::time::Duration;

use super::error::{Error, Result, without_password};
use super::postgres::{self, Postgres};
use super::sqlite::Sqlite;
use super::tx::{Tx, TxConnection};
use super::wakeup::{Wakeup, Wakeups};
use super::{maintenance, process_lock};
use crate::config::DatabaseConfig;

/// The database: a pool of either engine.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) engine: Engine,
    wakeups: Arc<Wakeups>,
}

#[derive(Clone, Debug)]
pub(super) enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Store {
    /// Opens the database of this URL (`sqlite:FILE` or `postgres://…`), creates it where it can, and migrates it.
    pub async fn open(url: &str) -> Result<Self> {
        let database = DatabaseConfig {
            url: url.to_owned(),
            ..DatabaseConfig::default()
        };
        Self::open_as(&database).await
    }

    /// The same with every option of the database.
    pub async fn open_as(database: &DatabaseConfig) -> Result<Self> {
        let url = database.url.as_str();
        let engine = if let Some(file) = process_lock::sqlite_name(url) {
            Engine::Sqlite(Sqlite::open(file).await?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Engine::Postgres(postgres::open(database).await?)
        } else {
            return Err(Error::UnknownEngine(without_password(url)));
        };
        Ok(Self {
            engine,
            wakeups: Arc::default(),
        })
    }

    /// A connection that only reads; each statement sees what was committed before it.
    pub async fn read(&self) -> Result<Tx> {
        Ok(Tx::new(match &self.engine {
            Engine::Sqlite(sqlite) => TxConnection::Sqlite(sqlite.read().await?),
            Engine::Postgres(postgres) => TxConnection::Postgres(postgres.read().await?),
        }))
    }

    /// A transaction that writes; dropped without [`Tx::commit`] it leaves nothing behind.
    pub async fn write(&self) -> Result<Tx> {
        self.write_as(true).await
    }

    /// The same for a request: it waits for no lock that somebody holds on and on.
    pub async fn write_impatiently(&self) -> Result<Tx> {
        self.write_as(false).await
    }

    async fn write_as(&self, patiently: bool) -> Result<Tx> {
        let mut tx = Tx::new(match &self.engine {
            Engine::Sqlite(sqlite) => TxConnection::Sqlite(sqlite.write().await?),
            Engine::Postgres(postgres) => TxConnection::Postgres(postgres.write(patiently).await?),
        });
        tx.wakeups = Some(Arc::clone(&self.wakeups));
        Ok(tx)
    }

    /// A transaction of ONE statement, durable when the statement returns. It costs one round trip instead of three.
    /// [`Tx::commit`] sends its wakeups.
    pub async fn write_once(&self) -> Result<Tx> {
        let mut tx = Tx::new(match &self.engine {
            Engine::Sqlite(sqlite) => TxConnection::Sqlite(sqlite.write_once().await?),
            // Outside BEGIN and COMMIT, as a reader.
            Engine::Postgres(postgres) => TxConnection::Postgres(postgres.read().await?),
        });
        tx.wakeups = Some(Arc::clone(&self.wakeups));
        Ok(tx)
    }

    /// Waits for `wakeup`, or until `at_most` has passed.
    pub async fn wait(&self, wakeup: Wakeup, at_most: Duration) {
        let _ = tokio::time::timeout(at_most, self.wakeups.of(wakeup).notified()).await;
    }

    /// Sends `wakeup` now.
    pub fn notify(&self, wakeup: Wakeup) {
        self.wakeups.of(wakeup).notify_one();
    }

    /// The number of commits of this process so far. Who reads it before the database, and finds it unchanged later, has read
    /// everything that this process wrote.
    pub fn commits(&self) -> u64 {
        self.wakeups.commits()
    }

    /// The engine's name, for people: `SQLite` or `PostgreSQL`.
    pub fn engine_name(&self) -> &'static str {
        match &self.engine {
            Engine::Sqlite(_) => "SQLite",
            Engine::Postgres(_) => "PostgreSQL",
        }
    }

    /// True on SQLite, where one transaction writes at a time.
    pub fn has_one_writer(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// Why no write can succeed now: a full disk, or a replaced file.
    pub fn obstacle(&self) -> Option<&'static str> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.obstacle(),
            Engine::Postgres(_) => None,
        }
    }

    /// Lets other processes write between the transactions of this one from now on. On SQLite a server would otherwise wait for
    /// the end of a long command.
    pub fn yield_to_others(&self) {
        if let Engine::Sqlite(sqlite) = &self.engine {
            sqlite.yield_to_others();
        }
    }

    /// Flushes each commit to the disk, as usual, or leaves flushes to SQLite's checkpoints. The latter is for a long command
    /// that can be run again: a power cut may undo its last transactions, and nothing is torn. Going back flushes all.
    pub async fn flush_commits(&self, each: bool) -> Result<()> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.flush_commits(each).await,
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Does the daily maintenance, in milliseconds.
    pub async fn maintain(&self) -> Result<()> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.maintain().await,
            Engine::Postgres(postgres) => maintenance::of_postgres(&postgres.pool).await,
        }
    }

    /// Closes every connection; on SQLite this also writes the WAL back into the file.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.pool.close().await,
        }
    }
}
