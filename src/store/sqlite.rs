//! SQLite: readers that cannot write, and ONE writer whose transactions share commits.
//!
//! The first write transaction of a group is the engine's own, each further one a savepoint within it. Whoever commits
//! queues behind the writers that already wait, and the first to come back commits for all (group commit); everybody is
//! answered after that commit. So `synchronous = FULL` costs one flush a group instead of one a verb.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection, SqlitePool};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::health::OpenFile;
use super::{Error, Result, alone, migrated, upkeep};

/// Before this version a checkpoint could lose committed WAL writes.
const SAFE_VERSION: [u32; 3] = [3, 51, 3];
/// Readers of one process; each is a thread.
const MOST_READERS: u32 = 4;
/// Pages of the write-ahead log before they are written into the file: a mail that is sent touches a few pages again and
/// again, so that a longer log (16 MB) writes each less often.
const CHECKPOINT: &str = "4000";
/// Rows that SQLite's thread may be ahead: with sqlx's fifty, a batch costs several switches between threads.
const ROWS_ON_THEIR_WAY: usize = 500;
/// How long a statement waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a process that gives way leaves the file alone after each commit. SQLite has no line for processes: whoever waits
/// looks again after 1, 2, 5, 10 ms and so on, and would not get in between two commits of a loop.
const GIVING_WAY: Duration = Duration::from_millis(10);

#[derive(Clone, Debug)]
pub(super) struct Sqlite {
    readers: SqlitePool,
    home: Home,
}

/// Where the writer waits for whoever wants to write.
#[derive(Clone, Debug)]
struct Home {
    writer: Arc<Mutex<Writer>>,
    /// How many wait for it.
    line: Arc<AtomicUsize>,
    /// Another process is to come between the transactions of this one.
    gives_way: Arc<AtomicBool>,
    file: Option<OpenFile>,
}

impl Home {
    fn of(writer: Writer, file: Option<OpenFile>) -> Self {
        Self {
            writer: Arc::new(Mutex::new(writer)),
            line: Arc::default(),
            gives_way: Arc::default(),
            file,
        }
    }

    /// Returns an error when the file was taken away: SQLite would go on writing into the one that nobody finds any more.
    fn expect_file(&self) -> Result<()> {
        match &self.file {
            Some(file) if !file.is_in_place() => Err(Error::FileGone),
            _ => Ok(()),
        }
    }

    async fn writer(&self) -> WriterGuard {
        let _place = Place::in_line(&self.line);
        self.writer.clone().lock_owned().await
    }

    fn has_line(&self) -> bool {
        self.line.load(Ordering::Acquire) > 0
    }
}

/// A place in the line, for as long as it lives.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn in_line(line: &'a AtomicUsize) -> Self {
        line.fetch_add(1, Ordering::AcqRel);
        Self(line)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
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
            .pragma("wal_autocheckpoint", CHECKPOINT)
            .row_buffer_size(ROWS_ON_THEIR_WAY)
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
        // A hint for the planner; another process may hold the file just now.
        let _ = upkeep::of_sqlite(&mut writer).await;
        // A reader that is opened later must not make a new file in the place of one that was taken away.
        let options = options.create_if_missing(false);
        let readers = SqlitePoolOptions::new()
            .max_connections(MOST_READERS)
            .test_before_acquire(false) // there is no network to lose
            .connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self {
            readers,
            home: Home::of(
                Writer {
                    connection: writer,
                    group: None,
                    abandoned: false,
                },
                OpenFile::of(file),
            ),
        })
    }

    pub(super) async fn read(&self) -> Result<SqliteTx> {
        Ok(SqliteTx::Read(self.readers.acquire().await?))
    }

    pub(super) async fn write(&self) -> Result<SqliteTx> {
        self.home.expect_file()?;
        let mut writer = self.home.writer().await;
        writer.tidy().await;
        let mut tx = WriteTx {
            writer: Some(writer),
            home: self.home.clone(),
        };
        // Open as soon as it may be: a caller who goes away in the midst drops it.
        if let Some(writer) = &mut tx.writer {
            writer.open().await?;
        }
        Ok(SqliteTx::Write(tx))
    }

    pub(super) async fn write_once(&self) -> Result<SqliteTx> {
        self.home.expect_file()?;
        let mut writer = self.home.writer().await;
        writer.tidy().await;
        // Those who wait for a commit get it now; without an open transaction each statement is one by itself.
        if writer.group.is_some() {
            // In a task of its own, as every commit.
            let committing = tokio::spawn(async move {
                writer.end_group("COMMIT").await;
                writer
            });
            writer = committing.await.map_err(|_| Error::Interrupted)?;
        }
        Ok(SqliteTx::Once(writer))
    }

    pub(super) fn obstacle(&self) -> Option<&'static str> {
        self.home.file.as_ref().and_then(OpenFile::obstacle)
    }

    pub(super) async fn keep_up(&self) -> Result<()> {
        let mut tx = self.write_once().await?;
        upkeep::of_sqlite(tx.connection()).await
    }

    pub(super) fn give_way(&self) {
        self.home.gives_way.store(true, Ordering::Release);
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
        let mut writer = self.home.writer().await;
        writer.tidy().await;
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

pub(super) type WriterGuard = OwnedMutexGuard<Writer>;

/// The one connection that writes, and the group of transactions that its open transaction holds.
#[derive(Debug)]
pub struct Writer {
    connection: SqliteConnection,
    group: Option<Group>,
    /// The last holder went away without committing: its transaction is still open.
    abandoned: bool,
}

#[derive(Debug, Default)]
struct Group {
    outcome: Arc<Outcome>,
    /// Members that have written and wait for the commit.
    waiting: usize,
}

type Outcome = OnceLock<std::result::Result<(), Arc<sqlx::Error>>>;

impl Writer {
    async fn open(&mut self) -> Result<()> {
        let sql = if self.group.is_some() {
            "SAVEPOINT verb"
        } else {
            self.group = Some(Group::default());
            "BEGIN IMMEDIATE"
        };
        self.run(sql).await
    }

    /// Rolls back what a dropped transaction left: its savepoint, or everything when nobody else is in it.
    async fn tidy(&mut self) {
        if !std::mem::take(&mut self.abandoned) {
            return;
        }
        if self.has_others() {
            let undone = sqlx::query("ROLLBACK TO verb; RELEASE verb")
                .execute(&mut self.connection)
                .await;
            if undone.is_err() {
                // Nobody knows what such a group still holds.
                self.close_group(undone.map(drop)).await;
            }
        } else {
            // Where there is nothing to roll back any more, that is as well.
            let _ = self.run("ROLLBACK").await;
            self.group = None;
        }
    }

    /// True when others have left writes in the open group: then a transaction is a savepoint.
    fn has_others(&self) -> bool {
        self.group.as_ref().is_some_and(|group| group.waiting > 0)
    }

    /// Where the outcome of the open group will stand.
    fn outcome(&self) -> Option<Arc<Outcome>> {
        self.group.as_ref().map(|group| Arc::clone(&group.outcome))
    }

    /// Leaves a transaction's writes to the group's commit.
    async fn join_group(&mut self) -> Result<()> {
        if self.has_others() {
            self.run("RELEASE verb").await?;
        }
        self.group.as_mut().ok_or(Error::Interrupted)?.waiting += 1;
        Ok(())
    }

    /// Commits for everybody in the group, unless another member did it already.
    async fn commit_group(&mut self, mine: &Arc<Outcome>) {
        let is_open = self
            .group
            .as_ref()
            .is_some_and(|group| Arc::ptr_eq(&group.outcome, mine));
        if is_open {
            // What was dropped outside the runtime must not be committed with the others'.
            self.tidy().await;
            self.end_group("COMMIT").await;
        }
    }

    /// Ends the group with this statement.
    async fn end_group(&mut self, sql: &'static str) {
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
            Self::Once(writer) => &mut writer.connection,
        }
    }

    pub(super) async fn commit(self) -> Result<()> {
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
    home: Home,
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
        self.home.expect_file()?;
        let writer = self.writer.as_mut().ok_or(Error::Interrupted)?;
        let outcome = writer.outcome().ok_or(Error::Interrupted)?;
        if self.home.has_line() {
            writer.join_group().await?;
            // The mutex is fair: everybody who already waits for the writer comes before us and joins the group.
            self.writer = None;
            self.home.writer().await.commit_group(&outcome).await;
        } else {
            // Together, since each statement of its own costs two switches between threads.
            let sql = if writer.has_others() {
                "RELEASE verb; COMMIT"
            } else {
                "COMMIT"
            };
            writer.end_group(sql).await;
            if self.home.gives_way.load(Ordering::Acquire) {
                tokio::time::sleep(GIVING_WAY).await;
            }
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
        writer.abandoned = true;
        // Dropping cannot await; the next holder tidies up, and this task does when nobody comes.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { writer.tidy().await });
        }
    }
}
