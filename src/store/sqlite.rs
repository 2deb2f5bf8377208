//! SQLite: readers that cannot write, and ONE writer whose transactions share commits.
//!
//! Each write transaction is a savepoint of one open transaction. Whoever commits releases its savepoint, queues behind
//! the writers that already wait, and the first to come back commits for all (group commit); everybody is answered after
//! that commit. So `synchronous = FULL` costs one flush a group instead of one a verb.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection, SqlitePool};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::{Error, Result, alone, migrated};

/// Before this version a checkpoint could lose committed WAL writes.
const SAFE_VERSION: [u32; 3] = [3, 51, 3];
/// Readers of one process; each is a thread.
const MOST_READERS: u32 = 4;
/// How long a statement waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Clone, Debug)]
pub(super) struct Sqlite {
    readers: SqlitePool,
    writer: Arc<Mutex<Writer>>,
}

impl Sqlite {
    pub(super) async fn open(file: &str) -> Result<Self> {
        keep_from_others(file).map_err(|error| Error::Open {
            url: format!("sqlite:{file}"),
            source: sqlx::Error::Io(error),
        })?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let mut writer = options.connect().await.map_err(|source| Error::Open {
            url: format!("sqlite:{file}"),
            source,
        })?;
        refuse_unsafe_version(&mut writer).await?;
        migrated(
            sqlx::migrate!("migrations/sqlite")
                .run_direct(None, &mut writer, false)
                .await,
        )?;
        let readers = SqlitePoolOptions::new()
            .max_connections(MOST_READERS)
            .test_before_acquire(false) // there is no network to lose
            .connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self {
            readers,
            writer: Arc::new(Mutex::new(Writer {
                connection: writer,
                group: None,
                abandoned: false,
            })),
        })
    }

    pub(super) async fn read(&self) -> Result<SqliteTx> {
        Ok(SqliteTx::Read(self.readers.acquire().await?))
    }

    pub(super) async fn write(&self) -> Result<SqliteTx> {
        let mut writer = self.writer.clone().lock_owned().await;
        writer.tidy().await?;
        writer.open_savepoint().await?;
        Ok(SqliteTx::Write(WriteTx {
            writer: Some(writer),
            home: Arc::clone(&self.writer),
        }))
    }

    /// A connection apart from the readers and the writer, for work on the whole file.
    pub(super) async fn connect(&self) -> Result<SqliteConnection> {
        let options = self.readers.connect_options().as_ref().clone();
        let options = options.pragma("query_only", "OFF");
        // Such work is meant to take its time; that is no news for the log.
        Ok(options.disable_statement_logging().connect().await?)
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        let mut writer = self.writer.clone().lock_owned().await;
        let _ = writer.tidy().await;
        let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&mut writer.connection)
            .await;
    }
}

/// Makes a file that is not there yet for its owner's eyes alone: it holds addresses, and the secret of links. SQLite gives
/// the files beside it the same mode.
fn keep_from_others(file: &str) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;

    if !alone::is_file(file) {
        return Ok(());
    }
    let made = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file);
    match made {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

async fn refuse_unsafe_version(connection: &mut SqliteConnection) -> Result<()> {
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(connection)
        .await?;
    let numbers: Vec<u32> = version
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect();
    if numbers.as_slice() < SAFE_VERSION.as_slice() {
        return Err(Error::UnsafeSqlite(version));
    }
    Ok(())
}

/// The one connection that writes, and the group of transactions that its open transaction holds.
#[derive(Debug)]
struct Writer {
    connection: SqliteConnection,
    group: Option<Group>,
    /// The last holder went away without committing: its savepoint is still open.
    abandoned: bool,
}

#[derive(Debug)]
struct Group {
    outcome: Arc<Outcome>,
    /// Members that released their savepoint and wait for the commit.
    waiting: usize,
}

type Outcome = OnceLock<std::result::Result<(), Arc<sqlx::Error>>>;

impl Writer {
    async fn open_savepoint(&mut self) -> Result<()> {
        if self.group.is_none() {
            // From here on it counts as open: a caller who is cancelled during the await has begun it all the same.
            self.group = Some(Group {
                outcome: Arc::default(),
                waiting: 0,
            });
            if let Err(error) = self.run("BEGIN IMMEDIATE").await {
                self.group = None;
                return Err(error);
            }
        }
        // From here on the savepoint counts as open, even if the caller is cancelled during the await.
        self.abandoned = true;
        let opened = self.run("SAVEPOINT verb").await;
        self.abandoned = false;
        opened
    }

    /// Rolls back what a dropped transaction left, and the whole transaction when nobody else is in it.
    async fn tidy(&mut self) -> Result<()> {
        if self.abandoned {
            if self.run("ROLLBACK TO verb").await.is_ok() {
                self.run("RELEASE verb").await?;
            }
            self.abandoned = false;
        }
        if self.group.as_ref().is_some_and(|group| group.waiting == 0) {
            // Where there is nothing to roll back any more, that is as well.
            let _ = self.run("ROLLBACK").await;
            self.group = None;
        }
        Ok(())
    }

    /// Leaves the savepoint's writes to the group's commit, and says where its outcome will stand.
    async fn join_group(&mut self) -> Result<Arc<Outcome>> {
        self.run("RELEASE verb").await?;
        let group = self.group.as_mut().ok_or(Error::Interrupted)?;
        group.waiting += 1;
        Ok(Arc::clone(&group.outcome))
    }

    /// Commits for everybody in the group, unless another member did it already.
    async fn commit_group(&mut self, mine: &Arc<Outcome>) {
        let is_open = self
            .group
            .as_ref()
            .is_some_and(|group| Arc::ptr_eq(&group.outcome, mine));
        if !is_open {
            return;
        }
        // A savepoint that was dropped outside the runtime must not be committed with the others'.
        let _ = self.tidy().await;
        let outcome = sqlx::query("COMMIT").execute(&mut self.connection).await;
        if outcome.is_err() {
            let _ = self.run("ROLLBACK").await;
        }
        self.group = None;
        let _ = mine.set(outcome.map(drop).map_err(Arc::new));
    }

    async fn run(&mut self, sql: &'static str) -> Result<()> {
        sqlx::query(sql).execute(&mut self.connection).await?;
        Ok(())
    }
}

/// A connection to SQLite, inside a savepoint when it writes.
#[derive(Debug)]
pub enum SqliteTx {
    /// Reads; each statement sees what was committed before it.
    Read(PoolConnection<sqlx::Sqlite>),
    /// Writes; rolled back when dropped.
    Write(WriteTx),
}

impl SqliteTx {
    /// The connection for a query.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Read(connection) => connection,
            Self::Write(tx) => tx.connection(),
        }
    }

    pub(super) async fn commit(self) -> Result<()> {
        match self {
            Self::Read(_) => Ok(()),
            // In a task of its own, so that a caller who goes away cannot stop a commit that others wait for.
            Self::Write(tx) => tokio::spawn(tx.commit())
                .await
                .map_err(|_| Error::Interrupted)?,
        }
    }
}

/// A savepoint of the writer's open transaction.
#[derive(Debug)]
pub struct WriteTx {
    /// Held from the first statement to the release; `None` once the writer was given back.
    writer: Option<OwnedMutexGuard<Writer>>,
    home: Arc<Mutex<Writer>>,
}

impl WriteTx {
    fn connection(&mut self) -> &mut SqliteConnection {
        match &mut self.writer {
            Some(writer) => &mut writer.connection,
            None => unreachable!(
                "only commit and drop give the writer back, and both end the transaction"
            ),
        }
    }

    async fn commit(mut self) -> Result<()> {
        let outcome = match self.writer.as_mut() {
            Some(writer) => writer.join_group().await?,
            None => return Err(Error::Interrupted),
        };
        // The mutex is fair: everybody who already waits for the writer comes before us and joins the group.
        self.writer = None;
        self.home
            .clone()
            .lock_owned()
            .await
            .commit_group(&outcome)
            .await;
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
        writer.abandoned = true;
        // Dropping cannot await; the next holder tidies up, and this task does when nobody comes.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { writer.tidy().await });
        }
    }
}
