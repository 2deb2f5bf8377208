//! The one connection that writes, and the queue for it. Writes that arrive together share one commit.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sqlx::SqliteConnection;
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::open_file::OpenFile;
use crate::store::error::{Error, Result};

/// How long the file is left alone after a commit, for other processes. SQLite has no queue of processes: one that waits tries
/// again after 1, 2, 5, 10 ms and so on, and would not get in between two commits of a loop.
const PAUSE: Duration = Duration::from_millis(10);

/// The queue for the writer.
#[derive(Clone, Debug)]
pub(super) struct WriterQueue {
    writer: Arc<Mutex<SqliteWriter>>,
    /// How many wait for it.
    waiting: Arc<AtomicUsize>,
    /// Other processes get to write between the transactions of this one.
    yields: Arc<AtomicBool>,
    pub(super) file: Option<OpenFile>,
}

impl WriterQueue {
    pub(super) fn new(connection: SqliteConnection, file: Option<OpenFile>) -> Self {
        let writer = SqliteWriter {
            connection,
            group: None,
            abandoned: false,
        };
        Self {
            writer: Arc::new(Mutex::new(writer)),
            waiting: Arc::default(),
            yields: Arc::default(),
            file,
        }
    }

    /// Returns an error when the file was taken away: SQLite would go on writing into the one that nobody finds any more.
    pub(super) fn expect_file(&self) -> Result<()> {
        match &self.file {
            Some(file) if !file.is_in_place() => Err(Error::FileGone),
            _ => Ok(()),
        }
    }

    /// Waits for the writer. Mutexes of tokio are fair: first come, first served.
    pub(super) async fn writer(&self) -> WriterGuard {
        let _place = QueuePlace::enter(&self.waiting);
        self.writer.clone().lock_owned().await
    }

    /// True when somebody waits for the writer.
    pub(super) fn has_waiting(&self) -> bool {
        self.waiting.load(Ordering::Acquire) > 0
    }

    /// Lets other processes write between the transactions of this one from now on.
    pub(super) fn yield_to_others(&self) {
        self.yields.store(true, Ordering::Release);
    }

    /// Leaves the file alone for a moment where other processes are to get in.
    pub(super) async fn pause(&self) {
        if self.yields.load(Ordering::Acquire) {
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// A place in the queue, for as long as it lives.
struct QueuePlace<'a>(&'a AtomicUsize);

impl<'a> QueuePlace<'a> {
    fn enter(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::AcqRel);
        Self(waiting)
    }
}

impl Drop for QueuePlace<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The writer, while nobody else has it.
pub(super) type WriterGuard = OwnedMutexGuard<SqliteWriter>;

/// The one connection that writes, and the group of transactions that its open transaction holds.
#[derive(Debug)]
pub struct SqliteWriter {
    connection: SqliteConnection,
    group: Option<CommitGroup>,
    /// The last holder went away without committing: its transaction is still open.
    abandoned: bool,
}

#[derive(Debug, Default)]
struct CommitGroup {
    outcome: Arc<CommitOutcome>,
    /// Members that have written and wait for the commit.
    waiting: usize,
}

/// How a group ended; not set before that.
pub(super) type CommitOutcome = OnceLock<std::result::Result<(), Arc<sqlx::Error>>>;

impl SqliteWriter {
    /// The connection for a query.
    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }

    /// True while a transaction is open.
    pub(super) fn is_in_group(&self) -> bool {
        self.group.is_some()
    }

    /// Notes that a transaction was dropped without a commit.
    pub(super) fn abandon(&mut self) {
        self.abandoned = true;
    }

    /// Begins a transaction: the engine's own, or a savepoint within the open group.
    pub(super) async fn open(&mut self) -> Result<()> {
        let sql = if self.group.is_some() {
            "SAVEPOINT verb"
        } else {
            self.group = Some(CommitGroup::default());
            "BEGIN IMMEDIATE"
        };
        self.run(sql).await
    }

    /// Rolls back what a dropped transaction left: its savepoint, or everything when nobody else is in it.
    pub(super) async fn roll_back_abandoned(&mut self) {
        if !std::mem::take(&mut self.abandoned) {
            return;
        }
        if self.has_others() {
            let undone = sqlx::query("ROLLBACK TO verb; RELEASE verb")
                .execute(&mut self.connection)
                .await;
            if undone.is_err() {
                // The content of such a group is unknown.
                self.close_group(undone.map(drop)).await;
            }
        } else {
            // Where there is nothing to roll back any more, that is as well.
            let _ = self.run("ROLLBACK").await;
            self.group = None;
        }
    }

    /// True when others have left writes in the open group: then a transaction is a savepoint.
    pub(super) fn has_others(&self) -> bool {
        self.group.as_ref().is_some_and(|group| group.waiting > 0)
    }

    /// Where the outcome of the open group will stand.
    pub(super) fn outcome(&self) -> Option<Arc<CommitOutcome>> {
        self.group.as_ref().map(|group| Arc::clone(&group.outcome))
    }

    /// Leaves a transaction's writes to the group's commit.
    pub(super) async fn join_group(&mut self) -> Result<()> {
        if self.has_others() {
            self.run("RELEASE verb").await?;
        }
        self.group.as_mut().ok_or(Error::Interrupted)?.waiting += 1;
        Ok(())
    }

    /// Commits for everybody in the group, unless another member did it already.
    pub(super) async fn commit_group(&mut self, mine: &Arc<CommitOutcome>) {
        let is_open = self
            .group
            .as_ref()
            .is_some_and(|group| Arc::ptr_eq(&group.outcome, mine));
        if is_open {
            // What was dropped outside the runtime must not be committed with the others'.
            self.roll_back_abandoned().await;
            self.end_group("COMMIT").await;
        }
    }

    /// Ends the group with this statement.
    pub(super) async fn end_group(&mut self, sql: &'static str) {
        let ended = sqlx::query(sql).execute(&mut self.connection).await;
        self.close_group(ended.map(drop)).await;
    }

    /// Tells the members how their group ended.
    async fn close_group(&mut self, ended: std::result::Result<(), sqlx::Error>) {
        if ended.is_err() {
            let _ = self.run("ROLLBACK").await;
        }
        if let Some(group) = self.group.take() {
            let _ = group.outcome.set(ended.map_err(Arc::new));
        }
    }

    async fn run(&mut self, sql: &'static str) -> Result<()> {
        sqlx::query(sql).execute(&mut self.connection).await?;
        Ok(())
    }
}
