//! The readers and the writer of one file.

use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection, SqlitePool};

use super::open_file::OpenFile;
use super::tx::{SqliteTx, WriteTx};
use super::writer::WriterQueue;
use crate::store::error::{Error, Result, migrated};
use crate::store::{maintenance, process_lock};

/// Before this version a checkpoint could lose committed WAL writes.
const SAFE_VERSION: [u32; 3] = [3, 51, 3];
/// Readers of one process; each is a thread.
const MOST_READERS: u32 = 4;
/// Pages of the write-ahead log before they are written into the file: a mail that is sent touches a few pages again and
/// again, so that a longer log (16 MB) writes each less often.
const CHECKPOINT: &str = "4000";
/// Rows that SQLite's thread may read ahead. With sqlx's default of fifty a batch costs several thread switches.
const ROW_BUFFER: usize = 500;
/// How long a statement waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The connections to one database.
#[derive(Clone, Debug)]
pub(in crate::store) struct Sqlite {
    readers: SqlitePool,
    queue: WriterQueue,
}

impl Sqlite {
    pub(in crate::store) async fn open(file: &str) -> Result<Self> {
        create_for_owner_alone(file).map_err(|error| Error::Open {
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
            .row_buffer_size(ROW_BUFFER)
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
        let _ = maintenance::of_sqlite(&mut writer).await;
        // A reader that is opened later must not make a new file in the place of one that was taken away.
        let options = options.create_if_missing(false);
        let readers = SqlitePoolOptions::new()
            .max_connections(MOST_READERS)
            .test_before_acquire(false) // there is no network to lose
            .connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self {
            readers,
            queue: WriterQueue::new(writer, OpenFile::open(file)),
        })
    }

    pub(in crate::store) async fn read(&self) -> Result<SqliteTx> {
        // An open connection would go on reading a file that nobody finds any more.
        self.queue.expect_file()?;
        Ok(SqliteTx::Read(self.readers.acquire().await?))
    }

    pub(in crate::store) async fn write(&self) -> Result<SqliteTx> {
        self.queue.expect_file()?;
        let mut writer = self.queue.writer().await;
        writer.roll_back_abandoned().await;
        Ok(SqliteTx::Write(
            WriteTx::open(writer, self.queue.clone()).await?,
        ))
    }

    pub(in crate::store) async fn write_once(&self) -> Result<SqliteTx> {
        self.queue.expect_file()?;
        let mut writer = self.queue.writer().await;
        writer.roll_back_abandoned().await;
        // Those who wait for a commit get it now; without an open transaction each statement is one by itself.
        if writer.is_in_group() {
            // In a task of its own, as every commit.
            let committing = tokio::spawn(async move {
                writer.end_group("COMMIT").await;
                writer
            });
            writer = committing.await.map_err(|_| Error::Interrupted)?;
        }
        Ok(SqliteTx::Once(writer))
    }

    pub(in crate::store) fn obstacle(&self) -> Option<&'static str> {
        self.queue.file.as_ref().and_then(OpenFile::obstacle)
    }

    pub(in crate::store) async fn maintain(&self) -> Result<()> {
        let mut tx = self.write_once().await?;
        maintenance::of_sqlite(tx.connection()).await
    }

    /// Flushes each commit from now on, or leaves flushes to checkpoints.
    pub(in crate::store) async fn flush_commits(&self, each: bool) -> Result<()> {
        let mut tx = self.write_once().await?;
        let sql = if each {
            // The checkpoint flushes what was committed meanwhile.
            "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(PASSIVE)"
        } else {
            "PRAGMA synchronous = NORMAL"
        };
        sqlx::query(sql).execute(tx.connection()).await?;
        Ok(())
    }

    pub(in crate::store) fn yield_to_others(&self) {
        self.queue.yield_to_others();
    }

    /// A connection apart from the readers and the writer, for work on the whole file.
    pub(in crate::store) async fn connect(&self) -> Result<SqliteConnection> {
        let options = self.readers.connect_options().as_ref().clone();
        let options = options.pragma("query_only", "OFF");
        // Such work is meant to take its time; that is no news for the log.
        Ok(options.disable_statement_logging().connect().await?)
    }

    pub(in crate::store) async fn close(&self) {
        self.readers.close().await;
        let mut writer = self.queue.writer().await;
        writer.roll_back_abandoned().await;
        let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(writer.connection())
            .await;
    }
}

/// Creates the file with mode 0600, since it contains addresses and the secret of links. SQLite gives the files beside it the same
/// mode.
fn create_for_owner_alone(file: &str) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;

    if !process_lock::is_file(file) {
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
