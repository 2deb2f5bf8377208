//! PostgreSQL: a pool; several nodes share one database. READ COMMITTED, durable commits.

use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, PgConnection, PgPool, SqlSafeStr, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::{Error, Result, migrated, without_password};
use crate::config::DatabaseConfig;

/// A connection that was idle for this long is tested before use, since the server may have restarted.
const IDLE: Duration = Duration::from_secs(2);
/// What every session is told first. A node that stops in the middle of a transaction (a sleeping machine, a cut wire) holds
/// its locks until the server rolls it back. A statement that waits for a lock keeps its connection from others: where
/// somebody waits for an answer, it gives up soon.
const SESSION: [&str; 2] = [
    "SET idle_in_transaction_session_timeout = '30s'",
    "SET lock_timeout = '500ms'",
];
/// The same for a transaction that nobody waits for: work behind the requests, commands.
pub(super) const BEGIN_PATIENTLY: &str = "BEGIN; SET LOCAL lock_timeout = '60s'";

/// The pool, and how many of its connections may write.
#[derive(Clone, Debug)]
pub(super) struct Postgres {
    pub pool: PgPool,
    /// A third of the connections is left to readers: writers that wait for a lock must not stop them.
    writers: Arc<Semaphore>,
}

pub(super) async fn open(database: &DatabaseConfig) -> Result<Postgres> {
    let url = database.url.as_str();
    // Not through the pool: it would try again for a while and then hide why the server cannot be reached.
    let mut connection = PgConnection::connect(url)
        .await
        .map_err(|source| Error::Open {
            url: without_password(url),
            source,
        })?;
    migrated(
        sqlx::migrate!("migrations/postgres")
            .run_direct(None, &mut connection, false)
            .await,
    )?;
    connection.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(database.connections)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false) // a round trip for each acquisition
        .before_acquire(|connection, was| {
            Box::pin(async move {
                if was.idle_for > IDLE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(|connection, _| {
            Box::pin(async move {
                for sql in SESSION {
                    sqlx::query(sql).execute(&mut *connection).await?;
                }
                Ok(())
            })
        })
        .connect_lazy(url)?;
    let writers = usize::try_from(database.connections).unwrap_or(usize::MAX) * 2 / 3;
    Ok(Postgres {
        pool,
        writers: Arc::new(Semaphore::new(writers.clamp(1, Semaphore::MAX_PERMITS))),
    })
}

impl Postgres {
    pub(super) async fn read(&self) -> Result<PostgresTx> {
        Ok(PostgresTx::Read(self.pool.acquire().await?))
    }

    /// A transaction; a patient one waits long for the locks of others.
    pub(super) async fn write(&self, patiently: bool) -> Result<PostgresTx> {
        let place = Arc::clone(&self.writers).acquire_owned().await;
        let place = place.map_err(|_| Error::Interrupted)?;
        let connection = self.pool.acquire().await?;
        let begin = patiently.then(|| BEGIN_PATIENTLY.into_sql_str());
        // In a task of its own: when a caller is dropped during BEGIN, sqlx 0.9 forgets that it was sent. The next user of
        // the connection would write into a transaction that nobody commits.
        let started = tokio::spawn(Transaction::begin(connection, begin));
        let transaction = started.await.map_err(|_| Error::Interrupted)??;
        Ok(PostgresTx::Write(transaction, place))
    }
}

/// A connection to PostgreSQL, inside a transaction when it writes.
#[derive(Debug)]
pub enum PostgresTx {
    /// Reads; each statement sees what was committed before it.
    Read(PoolConnection<sqlx::Postgres>),
    /// Writes; rolled back when dropped. It keeps its place among the writers until then.
    Write(Transaction<'static, sqlx::Postgres>, OwnedSemaphorePermit),
}

impl PostgresTx {
    /// The connection for a query.
    pub fn connection(&mut self) -> &mut PgConnection {
        match self {
            Self::Read(connection) => connection,
            Self::Write(transaction, _) => transaction,
        }
    }

    pub(super) async fn commit(self) -> Result<()> {
        match self {
            Self::Read(_) => Ok(()),
            Self::Write(transaction, _place) => Ok(transaction.commit().await?),
        }
    }
}
