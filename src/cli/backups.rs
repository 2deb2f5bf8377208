//! `backup`, `restore` and `copy-to-postgres`: the whole database as a file, and out of it again.

use std::path::{Path, PathBuf};

use clap::Args;

use super::CliError;
use crate::config::Config;
use crate::store::backup::{self, BackupError, Restored};
use crate::store::{Store, process_lock};

/// Write the whole database into a file, while `serve` goes on.
#[derive(Debug, Args)]
pub(super) struct BackupCommand {
    /// The file; an SQLite database, whatever the engine
    file: PathBuf,
    /// Replace the file when it is there
    #[arg(long)]
    force: bool,
}

/// Load a backup into the database.
#[derive(Debug, Args)]
pub(super) struct RestoreCommand {
    /// A file that `gudok backup` wrote
    file: PathBuf,
    /// Replace everything that the database holds
    #[arg(long)]
    force: bool,
}

/// Copy the whole database into an empty PostgreSQL.
#[derive(Debug, Args)]
pub(super) struct CopyToPostgresCommand {
    /// Its address: <postgres://user:password@host/database>
    #[arg(help = "postgres://user:password@host/database")]
    url: String,
    /// Replace everything that it holds
    #[arg(long)]
    force: bool,
}

impl From<BackupError> for CliError {
    fn from(error: BackupError) -> Self {
        Self::new(error.to_string())
    }
}

/// True for the database's file and for those that SQLite and a working process keep beside it.
fn is_of_the_database(file: &Path, config: &Config) -> bool {
    let live =
        process_lock::sqlite_file(&config.database.url).and_then(|live| live.canonicalize().ok());
    let (Some(live), Ok(file)) = (live, file.canonicalize()) else {
        return false;
    };
    ["", "-wal", "-shm", "-journal", ".lock"].iter().any(|end| {
        let mut name = live.clone().into_os_string();
        name.push(end);
        file.as_os_str() == name
    })
}

impl BackupCommand {
    pub(super) async fn run(self, config: &Config) -> Result<(), CliError> {
        if is_of_the_database(&self.file, config) {
            return Err(CliError::new(format!(
                "{} belongs to the database itself: name another file for the backup",
                self.file.display()
            )));
        }
        let store = open_existing(config).await?;
        let done = backup::backup(&store, &self.file, self.force).await;
        store.close().await;
        tell!("{} holds everything: {}.", self.file.display(), size(done?));
        if config.security.secret.is_some() {
            tell!(
                "But for security.secret, which your configuration sets: keep it too, links in mails depend on it."
            );
        }
        Ok(())
    }
}

impl RestoreCommand {
    pub(super) async fn run(self, config: &Config) -> Result<(), CliError> {
        let url = &config.database.url;
        let _alone = process_lock::acquire(url).await?;
        let store = Store::open(url).await?;
        let done = backup::restore(&self.file, &store, self.force).await;
        store.close().await;
        let done = done?;
        tell!("{} is restored: {}.", self.file.display(), rows(done));
        if done.waiting > 0 {
            tell!(
                "{} mails wait in its outbox and go out when `gudok serve` starts; unless the backup is fresh, read \
                 docs/delivery.md first.",
                done.waiting
            );
        }
        Ok(())
    }
}

impl CopyToPostgresCommand {
    pub(super) async fn run(self, config: &Config) -> Result<(), CliError> {
        if !self.url.starts_with("postgres://") && !self.url.starts_with("postgresql://") {
            return Err(CliError::new(
                "the copy goes to a PostgreSQL: write postgres://user:password@host/database",
            ));
        }
        let from = open_existing(config).await?;
        let into = Store::open(&self.url).await?;
        let done = backup::copy(&from, &into, self.force).await;
        from.close().await;
        into.close().await;
        tell!("The copy is complete: {}.", rows(done?));
        tell!("To use it, set database.url (or DATABASE_URL) to its address.");
        Ok(())
    }
}

/// The database, which must be there: a backup of one that was just made would say nothing and look like a backup.
async fn open_existing(config: &Config) -> Result<Store, CliError> {
    expect_database(config)?;
    Ok(Store::open(&config.database.url).await?)
}

/// Refuses a place where no SQLite file is.
pub(super) fn expect_database(config: &Config) -> Result<(), CliError> {
    let file = process_lock::sqlite_file(&config.database.url);
    match file.filter(|file| !file.exists()) {
        None => Ok(()),
        Some(file) => Err(CliError::new(format!(
            "there is no database {}: run this where `gudok serve` runs, or set database.url",
            file.display()
        ))),
    }
}

fn rows(done: Restored) -> String {
    format!("{} rows in {} tables", done.rows, done.tables)
}

fn size(bytes: u64) -> String {
    if bytes < 1 << 20 {
        return format!("{} KB", bytes.div_ceil(1 << 10));
    }
    format!("{} MB", bytes.div_ceil(1 << 20))
}
