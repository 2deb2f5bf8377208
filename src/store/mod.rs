//! One store over two engines: the same SQL text runs on SQLite and on PostgreSQL, and what a committed `Tx` wrote is durable.

pub mod alone;
pub mod backup;
pub mod health;
mod postgres;
pub mod secret;
mod sqlite;
mod upkeep;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::clock::{Clock, Timestamp};
use crate::config::DatabaseConfig;

pub use postgres::PostgresTx;
pub use sqlite::SqliteTx;

/// What a verb that touches the store returns.
pub type Result<T> = std::result::Result<T, Error>;

/// The store failed: the machine, the network or the program is at fault, not the person.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine refused or could not be reached.
    #[error("the database failed: {0}")]
    Engine(#[from] sqlx::Error),
    /// The commit that this transaction shared with others failed; nothing of it was kept.
    #[error("the database could not commit: {0}")]
    Commit(Arc<sqlx::Error>),
    /// A value could not be written as JSON for the database.
    #[error("a value cannot be stored: {0}")]
    Unstorable(#[from] serde_json::Error),
    /// No connection was free in time, or the server does not answer.
    #[error(
        "the database does not answer in time, or all of its connections are in use (option `database.connections`)"
    )]
    Busy,
    /// The SQLite file was removed or replaced while it was open.
    #[error("the database's file was taken away or replaced: put it back, or restart Gudok")]
    FileGone,
    /// The program ended while a commit was under way.
    #[error("the commit was interrupted")]
    Interrupted,
    /// The database was written by a newer Gudok.
    #[error(
        "the database is of a newer version of Gudok (it has migration {0}, unknown here): run that version, or restore a backup"
    )]
    NewerDatabase(i64),
    /// A migration could not be applied.
    #[error("the database could not be brought up to date: {0}")]
    Migration(sqlx::migrate::MigrateError),
    /// SQLite before 3.51.3 can lose committed writes in WAL mode.
    #[error("SQLite {0} can lose committed writes: build Gudok with SQLite 3.51.3 or newer")]
    UnsafeSqlite(String),
    /// The database could not be opened at all.
    #[error("cannot open the database {url}: {source} (option `database.url`, or DATABASE_URL)")]
    Open {
        /// The address without its password.
        url: String,
        /// What the engine said.
        source: sqlx::Error,
    },
    /// Another process holds the SQLite file.
    #[error(
        "another process works on the database {0} already: end it first (`gudok serve`, `gudok worker` or `gudok restore`), or set database.url to another file; several nodes want PostgreSQL"
    )]
    InUse(String),
    /// The address names an engine that Gudok does not know.
    #[error("`database.url` is {0}: write sqlite:FILE or postgres://user:password@host/database")]
    UnknownEngine(String),
}

impl Error {
    /// True when a unique key was hit, which some verbs expect.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Engine(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// True when the same may work later: the database is away, locked, or has no place.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy | Self::FileGone => true,
            Self::Engine(error) => health::is_passing(error),
            Self::Commit(error) => health::is_passing(error),
            _ => false,
        }
    }
}

/// Rings in this process when a transaction that wrote new work was committed; other nodes find the work by looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wakeup {
    /// The outbox has a new mail.
    Outbox,
    /// There is a new job.
    Jobs,
}

/// The wakeups of one store.
#[derive(Debug, Default)]
pub(crate) struct Wakeups {
    outbox: Notify,
    jobs: Notify,
}

impl Wakeups {
    fn of(&self, wakeup: Wakeup) -> &Notify {
        match wakeup {
            Wakeup::Outbox => &self.outbox,
            Wakeup::Jobs => &self.jobs,
        }
    }
}

/// The database: a pool of either engine.
#[derive(Clone, Debug)]
pub struct Store {
    engine: Engine,
    wakeups: Arc<Wakeups>,
}

#[derive(Clone, Debug)]
enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
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
        let engine = if let Some(file) = alone::sqlite_name(url) {
            Engine::Sqlite(sqlite::Sqlite::open(file).await?)
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
            Engine::Sqlite(sqlite) => Connection::Sqlite(sqlite.read().await?),
            Engine::Postgres(postgres) => Connection::Postgres(postgres.read().await?),
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
            Engine::Sqlite(sqlite) => Connection::Sqlite(sqlite.write().await?),
            Engine::Postgres(postgres) => Connection::Postgres(postgres.write(patiently).await?),
        });
        tx.wakeups = Some(Arc::clone(&self.wakeups));
        Ok(tx)
    }

    /// For a verb of ONE statement: it is a transaction by itself, durable when it returns, and costs one trip to the engine
    /// instead of three. [`Tx::commit`] rings its wakeups.
    pub async fn write_once(&self) -> Result<Tx> {
        let mut tx = Tx::new(match &self.engine {
            Engine::Sqlite(sqlite) => Connection::Sqlite(sqlite.write_once().await?),
            // Outside BEGIN and COMMIT, as a reader.
            Engine::Postgres(postgres) => Connection::Postgres(postgres.read().await?),
        });
        tx.wakeups = Some(Arc::clone(&self.wakeups));
        Ok(tx)
    }

    /// Waits until `wakeup` rings or `at_most` has passed, whichever is first.
    pub async fn wait(&self, wakeup: Wakeup, at_most: Duration) {
        let _ = tokio::time::timeout(at_most, self.wakeups.of(wakeup).notified()).await;
    }

    /// Rings `wakeup` now, for work that is known to be there.
    pub fn notify(&self, wakeup: Wakeup) {
        self.wakeups.of(wakeup).notify_one();
    }

    /// The engine's name, for people: `SQLite` or `PostgreSQL`.
    pub fn engine_name(&self) -> &'static str {
        match &self.engine {
            Engine::Sqlite(_) => "SQLite",
            Engine::Postgres(_) => "PostgreSQL",
        }
    }

    /// True on SQLite, where whoever writes makes everybody else wait who wants to.
    pub fn has_one_writer(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// What stands in the way of every write now, where it can be seen from outside: a full disk, or a file that was taken away.
    pub fn obstacle(&self) -> Option<&'static str> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.obstacle(),
            Engine::Postgres(_) => None,
        }
    }

    /// Lets another process come between the transactions of this one from now on: on SQLite the one that serves would wait for
    /// the end of a long command.
    pub fn give_way(&self) {
        if let Engine::Sqlite(sqlite) = &self.engine {
            sqlite.give_way();
        }
    }

    /// Does what the database needs now and then to stay fast; it takes milliseconds.
    pub async fn keep_up(&self) -> Result<()> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.keep_up().await,
            Engine::Postgres(postgres) => upkeep::of_postgres(&postgres.pool).await,
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

/// One transaction on either engine; every verb takes `&mut Tx`, so that nobody can open a second one inside.
#[derive(Debug)]
pub struct Tx {
    /// The connection, for [`on!`](crate::on).
    pub connection: Connection,
    wakeups: Option<Arc<Wakeups>>,
    on_commit: Vec<Wakeup>,
}

/// The connection under a [`Tx`].
#[derive(Debug)]
pub enum Connection {
    /// SQLite.
    Sqlite(SqliteTx),
    /// PostgreSQL.
    Postgres(PostgresTx),
}

impl Tx {
    fn new(connection: Connection) -> Self {
        Self {
            connection,
            wakeups: None,
            on_commit: Vec::new(),
        }
    }

    /// Makes what was written durable, then rings the wakeups that were asked for.
    pub async fn commit(self) -> Result<()> {
        match self.connection {
            Connection::Sqlite(tx) => tx.commit().await?,
            Connection::Postgres(tx) => tx.commit().await?,
        }
        if let Some(wakeups) = self.wakeups {
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
        matches!(self.connection, Connection::Sqlite(_))
    }

    /// One of two statements that stand side by side, for the few that the engines word differently.
    pub fn either(&self, on_sqlite: &'static str, on_postgres: &'static str) -> &'static str {
        match self.connection {
            Connection::Sqlite(_) => on_sqlite,
            Connection::Postgres(_) => on_postgres,
        }
    }
}

/// Runs one sqlx query on whichever engine the transaction is on: `changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))`.
///
/// The body is compiled once for each engine; it awaits the query and turns its error into [`Error`].
#[macro_export]
macro_rules! on {
    ($tx:expr, $conn:ident => $query:expr) => {
        match &mut $tx.connection {
            $crate::store::Connection::Sqlite(tx) => {
                let $conn = tx.connection();
                $query.await.map_err($crate::store::Error::from)
            }
            $crate::store::Connection::Postgres(tx) => {
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
            $crate::store::Connection::Sqlite(tx) => {
                let $conn = tx.connection();
                $query
                    .await
                    .map(|done| done.rows_affected())
                    .map_err($crate::store::Error::from)
            }
            $crate::store::Connection::Postgres(tx) => {
                let $conn = tx.connection();
                $query
                    .await
                    .map(|done| done.rows_affected())
                    .map_err($crate::store::Error::from)
            }
        }
    };
}

/// A database URL that may be shown to people.
pub fn without_password(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut url) if url.password().is_some() => {
            let _ = url.set_password(Some("***"));
            url.to_string()
        }
        _ => url.to_owned(),
    }
}

/// The outcome of migrating, in our words.
fn migrated(outcome: std::result::Result<(), sqlx::migrate::MigrateError>) -> Result<()> {
    outcome.map_err(|error| match error {
        sqlx::migrate::MigrateError::VersionMissing(version) => Error::NewerDatabase(version),
        other => Error::Migration(other),
    })
}

/// What time it is for all nodes together: PostgreSQL's clock, since the machines' may differ; on SQLite there is one machine.
/// A clock that stands still does so here too.
pub async fn now(tx: &mut Tx, clock: &Clock) -> Result<Timestamp> {
    match &tx.connection {
        Connection::Postgres(_) if !clock.is_standing() => health::clock(tx).await,
        _ => Ok(clock.now()),
    }
}

/// Asks the database for a sign of life.
pub async fn ping(tx: &mut Tx) -> Result<()> {
    crate::changed!(tx, conn => sqlx::query("SELECT 1").execute(conn))?;
    Ok(())
}
