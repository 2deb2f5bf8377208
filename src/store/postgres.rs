//! PostgreSQL: a pool; several nodes share one database. READ COMMITTED, durable commits.

use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, PgConnection, PgPool, Postgres, Transaction};

use super::{Error, Result, migrated, without_password};
use crate::config::Database;

/// A connection that was idle for so long is asked for a sign of life before it is used: the server may have been restarted.
const IDLE: Duration = Duration::from_secs(2);
/// A node that stops in the middle of a transaction (a sleeping machine, a cut wire) holds its locks for so long, and others who
/// want the same rows wait; then the server rolls it back. Nobody of ours pauses inside a transaction.
const IDLE_IN_TRANSACTION: &str = "SET idle_in_transaction_session_timeout = '30s'";

pub(super) async fn open(database: &Database) -> Result<PgPool> {
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
    Ok(PgPoolOptions::new()
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
                sqlx::query(IDLE_IN_TRANSACTION).execute(connection).await?;
                Ok(())
            })
        })
        .connect_lazy(url)?)
}

/// A connection to PostgreSQL, inside a transaction when it writes.
#[derive(Debug)]
pub enum PostgresTx {
    /// Reads; each statement sees what was committed before it.
    Read(PoolConnection<Postgres>),
    /// Writes; rolled back when dropped.
    Write(Transaction<'static, Postgres>),
}

impl PostgresTx {
    pub(super) async fn read(pool: &PgPool) -> Result<Self> {
        Ok(Self::Read(pool.acquire().await?))
    }

    pub(super) async fn write(pool: &PgPool) -> Result<Self> {
        // In a task of its own: when a caller goes away during BEGIN, sqlx 0.9 forgets that it was sent, and whoever has the
        // connection next writes into a transaction that nobody commits.
        let connection = pool.acquire().await?;
        let begun = tokio::spawn(Transaction::begin(connection, None));
        Ok(Self::Write(begun.await.map_err(|_| Error::Interrupted)??))
    }

    /// The connection for a query.
    pub fn connection(&mut self) -> &mut PgConnection {
        match self {
            Self::Read(connection) => connection,
            Self::Write(transaction) => transaction,
        }
    }

    pub(super) async fn commit(self) -> Result<()> {
        match self {
            Self::Read(_) => Ok(()),
            Self::Write(transaction) => Ok(transaction.commit().await?),
        }
    }
}
