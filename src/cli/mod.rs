//! The command line: one file a group of subcommands.

/// Prints one line on standard output.
macro_rules! tell {
    ($($words:tt)*) => {
        $crate::cli::print_line(format_args!($($words)*))
    };
}

mod admin;
mod backups;
mod bounces;
mod comments;
mod digests;
mod dkim;
mod doctor;
mod feeds;
mod serve;
mod subscribers;
mod summarise;

use std::fmt;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

use crate::app::{App, OpenError};
use crate::background;
use crate::clock::Clock;
use crate::config::{Config, ConfigError, REFERENCE};
use crate::random::Random;
use crate::store;
use crate::store::alone::{self, Alone};

/// Newsletter sign-ups, moderated comments and e-mail digests for a content site.
#[derive(Debug, Parser)]
#[command(name = "gudok", version)]
pub struct Cli {
    /// The configuration file; gudok.toml is read when it is there
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve HTTP and do the background work in one process (the default)
    Serve,
    /// Show the whole loop on this machine, with sample posts and a mailbox page
    Demo,
    /// Do the background work alone, for more nodes on one PostgreSQL
    Worker,
    /// Accounts of the panel
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Bring the database up to date
    Migrate,
    /// Where posts come from
    #[command(subcommand)]
    Feeds(feeds::Feeds),
    /// Subscribers as files
    #[command(subcommand)]
    Subscribers(subscribers::Subscribers),
    /// Comments and their threads
    #[command(subcommand)]
    Comments(comments::Comments),
    /// What came back: bounces and complaints
    #[command(subcommand)]
    Bounces(bounces::Bounces),
    /// Print the summary of a text or an HTML page
    Summarise(summarise::Summarise),
    /// What would go out, and sending what is due
    #[command(subcommand)]
    Digests(digests::Digests),
    /// The keys that sign mails
    #[command(subcommand)]
    Dkim(dkim::Dkim),
    /// Check what mail needs to arrive, with a fix for each fault
    Doctor(doctor::Doctor),
    /// Write the whole database into a file, while `serve` goes on
    Backup(backups::Backup),
    /// Load a backup into an empty database
    Restore(backups::Restore),
    /// Copy the whole database into an empty PostgreSQL
    CopyToPostgres(backups::CopyToPostgres),
    /// Print the configuration reference
    Config,
}

/// What went wrong, in one line that names the way out.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure with this line.
    pub fn new(line: impl Into<String>) -> Self {
        Self(line.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self(error.to_string())
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self(error.to_string())
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self(error.to_string())
    }
}

impl Cli {
    /// Runs the command to its end.
    pub async fn run(self) -> Result<(), Failure> {
        start_logging();
        // One TLS provider for the whole process: with two, rustls would not know which to take.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let file = self.config.as_deref();
        match self.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::serve(Config::load(file)?).await,
            Command::Demo => serve::demo(Config::load(file)?).await,
            Command::Worker => {
                let (app, _alone) = open_alone(Config::load(file)?).await?;
                serve::work(app).await
            }
            Command::Admin(command) => {
                let app = open(file).await?;
                let done = command.run(&app).await;
                app.store().close().await;
                done
            }
            Command::Migrate => {
                let app = open(file).await?;
                tell!("The {} database is up to date.", app.store().engine_name());
                app.store().close().await;
                Ok(())
            }
            Command::Feeds(command) => command.run(open(file).await?).await,
            Command::Subscribers(command) => command.run(open(file).await?).await,
            Command::Comments(command) => {
                let app = open(file).await?;
                let done = command.run(&app).await;
                app.store().close().await;
                done
            }
            Command::Bounces(command) if command.is_dry() => command.run(None).await,
            Command::Bounces(command) => {
                let app = open(file).await?;
                let done = command.run(Some(&app)).await;
                app.store().close().await;
                done
            }
            Command::Summarise(command) => command.run(),
            Command::Digests(command) => {
                let app = open(file).await?;
                let done = command.run(&app).await;
                app.store().close().await;
                done
            }
            Command::Dkim(command) => command.run(file),
            Command::Doctor(command) => Box::pin(command.run(Config::load(file)?)).await,
            Command::Backup(command) => command.run(&Config::load(file)?).await,
            Command::Restore(command) => command.run(&Config::load(file)?).await,
            Command::CopyToPostgres(command) => command.run(&Config::load(file)?).await,
            Command::Config => {
                tell!("{}", REFERENCE.trim_end());
                Ok(())
            }
        }
    }
}

/// `println!` panics when the reader of a pipe has gone; one that has seen enough (`| head`) is no failure.
fn print_line(line: fmt::Arguments<'_>) {
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => {
            eprintln!("gudok: standard output cannot be written: {error}");
            std::process::exit(1);
        }
        Ok(()) => {}
    }
}

/// The program with its configuration, the machine's clock and the system's randomness.
async fn open(file: Option<&Path>) -> Result<App, Failure> {
    let config = Config::load(file)?;
    let is_beside_another = alone::is_claimed(&config.database.url);
    let app = opened(config).await?;
    if is_beside_another {
        app.store().give_way();
    }
    Ok(app)
}

/// The database with everything that an update asks of it.
async fn opened(config: Config) -> Result<App, Failure> {
    let app = App::open(config, Clock::system(), Random::system()).await?;
    background::finish_migrations(&app).await?;
    Ok(app)
}

/// The same for a process that stays: on SQLite there is one.
async fn open_alone(config: Config) -> Result<(App, Alone), Failure> {
    let alone = alone::claim(&config.database.url).await?;
    let app = opened(config).await?;
    Ok((app, alone))
}

/// Of no use to an owner: what a migration finds in PostgreSQL already, that the server's threads start, each request that
/// cannot be read, and each tag that somebody's page puts into the wrong place.
const QUIET: [&str; 4] = [
    "sqlx::postgres::notice=warn",
    "actix_server=warn",
    "actix_http::h1=off",
    "html5ever=error",
];

fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing::level_filters::LevelFilter::INFO.into())
        .from_env_lossy();
    let quiet = QUIET.iter().filter_map(|directive| directive.parse().ok());
    let filter = quiet.fold(filter, tracing_subscriber::EnvFilter::add_directive);
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
}
