//! A reader, or the writer inside a transaction.

use std::sync::Arc;

use sqlx::SqliteConnection;
use sqlx::pool::PoolConnection;

use super::writer::{WriterGuard, WriterQueue};
use crate::store::error::{Error, Result};

/// A connection to SQLite, inside a transaction when it writes.
#[derive(Debug)]
pub enum SqliteTx {
    /// Reads; each statement sees what was committed before it.
    Read(PoolConnection<sqlx::Sqlite>),
    /// Writes; rolled back when dropped.
    Write(WriteTx),
    /// Writes, and each statement is a transaction by itself.
    Once(WriterGuard),
}

impl SqliteTx {
    /// The connection for a query.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Read(connection) => connection,
            Self::Write(tx) => tx.connection(),
            Self::Once(writer) => writer.connection(),
        }
    }

    pub(in crate::store) async fn commit(self) -> Result<()> {
        match self {
            Self::Read(_) | Self::Once(_) => Ok(()),
            // In a task of its own, so that a caller who goes away cannot stop a commit that others wait for.
            Self::Write(tx) => tokio::spawn(tx.commit())
                .await
                .map_err(|_| Error::Interrupted)?,
        }
    }
}

/// The writer's open transaction, or a savepoint of it.
#[derive(Debug)]
pub struct WriteTx {
    /// Held from the first statement until it has joined its group's commit; `None` once the writer was given back.
    writer: Option<WriterGuard>,
    queue: WriterQueue,
}

impl WriteTx {
    /// Begins a transaction.
    pub(super) async fn open(writer: WriterGuard, queue: WriterQueue) -> Result<Self> {
        let mut tx = Self {
            writer: Some(writer),
            queue,
        };
        // Begun inside the guard: a caller who goes away meanwhile drops it.
        if let Some(writer) = &mut tx.writer {
            writer.open().await?;
        }
        Ok(tx)
    }

    fn connection(&mut self) -> &mut SqliteConnection {
        match &mut self.writer {
            Some(writer) => writer.connection(),
            None => unreachable!(
                "only commit and drop give the writer back, and both end the transaction"
            ),
        }
    }

    async fn commit(mut self) -> Result<()> {
        self.queue.expect_file()?;
        let writer = self.writer.as_mut().ok_or(Error::Interrupted)?;
        let outcome = writer.outcome().ok_or(Error::Interrupted)?;
        if self.queue.has_waiting() {
            writer.join_group().await?;
            // The mutex is fair: everybody who already waits for the writer comes before us and joins the group.
            self.writer = None;
            self.queue.writer().await.commit_group(&outcome).await;
        } else {
            // Together, since each statement of its own costs two switches between threads.
            let sql = if writer.has_others() {
                "RELEASE verb; COMMIT"
            } else {
                "COMMIT"
            };
            writer.end_group(sql).await;
            self.queue.pause().await;
            self.writer = None;
        }
        match outcome.get() {
            Some(Ok(())) => Ok(()),
            Some(Err(error)) => Err(Error::Commit(Arc::clone(error))),
            None => Err(Error::Interrupted),
        }
    }
}

impl Drop for WriteTx {
    fn drop(&mut self) {
        let Some(mut writer) = self.writer.take() else {
            return;
        };
        writer.abandon();
        // Dropping cannot await; the next holder tidies up, and this task does when nobody comes.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { writer.roll_back_abandoned().await });
        }
    }
}
