//! One transaction on either engine, and the macros that run a query on it.

use std::sync::Arc;

use super::error::Result;
use super::postgres::PostgresTx;
use super::sqlite::SqliteTx;
use super::wakeup::{Wakeup, Wakeups};

/// One transaction on either engine; every verb takes `&mut Tx`, so that nobody can open a second one inside.
#[derive(Debug)]
pub struct Tx {
    /// The connection, for [`on!`](crate::on).
    pub connection: TxConnection,
    pub(super) wakeups: Option<Arc<Wakeups>>,
    on_commit: Vec<Wakeup>,
}

/// The connection under a [`Tx`].
#[derive(Debug)]
pub enum TxConnection {
    /// SQLite.
    Sqlite(SqliteTx),
    /// PostgreSQL.
    Postgres(PostgresTx),
}

impl Tx {
    pub(super) fn new(connection: TxConnection) -> Self {
        Self {
            connection,
            wakeups: None,
            on_commit: Vec::new(),
        }
    }

    /// Makes what was written durable, then rings the wakeups that were asked for.
    pub async fn commit(self) -> Result<()> {
        match self.connection {
            TxConnection::Sqlite(tx) => tx.commit().await?,
            TxConnection::Postgres(tx) => tx.commit().await?,
        }
        if let Some(wakeups) = self.wakeups {
            wakeups.count_commit();
            for wakeup in self.on_commit {
                wakeups.of(wakeup).notify_one();
            }
        }
        Ok(())
    }

    /// Rings `wakeup` once this transaction is committed.
    pub fn notify_on_commit(&mut self, wakeup: Wakeup) {
        if !self.on_commit.contains(&wakeup) {
            self.on_commit.push(wakeup);
        }
    }

    /// True on SQLite, for the few verbs that take another way there.
    pub fn is_on_sqlite(&self) -> bool {
        matches!(self.connection, TxConnection::Sqlite(_))
    }

    /// One of two statements that stand side by side, for the few that the engines word differently.
    pub fn either(&self, on_sqlite: &'static str, on_postgres: &'static str) -> &'static str {
        match self.connection {
            TxConnection::Sqlite(_) => on_sqlite,
            TxConnection::Postgres(_) => on_postgres,
        }
    }
}

/// Runs one sqlx query on whichever engine the transaction is on: `changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))`.
///
/// The body is compiled once for each engine; it awaits the query and turns its error into [`Error`](crate::store::Error).
#[macro_export]
macro_rules! on {
    ($tx:expr, $conn:ident => $query:expr) => {
        match &mut $tx.connection {
            $crate::store::TxConnection::Sqlite(tx) => {
                let $conn = tx.connection();
                $query.await.map_err($crate::store::Error::from)
            }
            $crate::store::TxConnection::Postgres(tx) => {
                let $conn = tx.connection();
                $query.await.map_err($crate::store::Error::from)
            }
        }
    };
}

/// Runs a statement like [`on!`](crate::on) and gives the number of rows it changed.
#[macro_export]
macro_rules! changed {
    ($tx:expr, $conn:ident => $query:expr) => {
        match &mut $tx.connection {
            $crate::store::TxConnection::Sqlite(tx) => {
                let $conn = tx.connection();
                $query
                    .await
                    .map(|done| done.rows_affected())
                    .map_err($crate::store::Error::from)
            }
            $crate::store::TxConnection::Postgres(tx) => {
                let $conn = tx.connection();
                $query
                    .await
                    .map(|done| done.rows_affected())
                    .map_err($crate::store::Error::from)
            }
        }
    };
}
