//! The command line: parses the arguments and runs the command.

use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand};

use super::logging::start_logging;
use super::open::{open, open_alone};
use super::{
    CliError, admin, backups, bounces, comments, config, digests, dkim, doctor, feeds, serve,
    shell, status, subscribers, summarise, tokens,
};
use crate::config::Config;

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
    Admin(admin::AdminCommand),
    /// Bring the database up to date
    Migrate,
    /// The feeds that posts come from
    #[command(subcommand)]
    Feeds(feeds::FeedsCommand),
    /// Subscribers as files
    #[command(subcommand)]
    Subscribers(subscribers::SubscribersCommand),
    /// Comments and their threads
    #[command(subcommand)]
    Comments(comments::CommentsCommand),
    /// Bounces, complaints and answers to notices
    #[command(subcommand)]
    Bounces(bounces::BouncesCommand),
    /// Print the summary of a text or an HTML page
    Summarise(summarise::SummariseCommand),
    /// Preview digests, and send those that are due
    #[command(subcommand)]
    Digests(digests::DigestsCommand),
    /// The keys that sign mails
    #[command(subcommand)]
    Dkim(dkim::DkimCommand),
    /// Tokens of the API
    #[command(subcommand)]
    Tokens(tokens::TokensCommand),
    /// Check what mail needs to arrive, with a fix for each fault
    Doctor(doctor::DoctorCommand),
    /// Write the whole database into a file, while `serve` goes on
    Backup(backups::BackupCommand),
    /// Load a backup into an empty database
    Restore(backups::RestoreCommand),
    /// Copy the whole database into an empty PostgreSQL
    CopyToPostgres(backups::CopyToPostgresCommand),
    /// Print how the site is: readers, mails, what comes next, and what is wrong
    Status(status::StatusCommand),
    /// Print the completions of a shell
    Completions(shell::CompletionsCommand),
    /// Write the manual pages into a folder
    Manual(shell::ManualCommand),
    /// Print the configuration reference, and what is set here
    Config,
}

impl Cli {
    /// Runs the command.
    pub async fn run(self) -> Result<(), CliError> {
        start_logging();
        // One TLS provider for the whole process: with two, rustls would not know which to take.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let file = self.config.as_deref();
        match self.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::serve(Config::load(file)?).await,
            Command::Demo => Box::pin(serve::demo(Config::load(file)?)).await,
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
            Command::Tokens(command) => {
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
            Command::Status(command) => {
                let config = Config::load(file)?;
                backups::expect_database(&config)?;
                let running = status::StatusCommand::running(&config);
                let app = open(file).await?;
                let done = command.run(&app, running).await;
                app.store().close().await;
                done
            }
            Command::Completions(command) => command.run(Self::command()),
            Command::Manual(command) => command.run(Self::command()),
            Command::Config => config::print(file).await,
        }
    }
}
