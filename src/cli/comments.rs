//! `gudok comments`: comments and their threads.
//! Invariant: standard output carries the result alone; a record that cannot be read is a line on standard error.

mod import;

use std::io::{self, BufWriter};

use clap::Subcommand;

use super::{CliError, output};
use crate::app::App;
use crate::comments::export::{ExportFormat, export};
use crate::comments::merging::{PageMove, move_pages};

#[derive(Debug, Subcommand)]
pub(super) enum CommentsCommand {
    /// Bring the comments of another program in, from its export file
    ///
    /// Nothing that is here is changed or deleted, and a second import of the same comments adds nothing. Nobody gets a mail.
    /// Comments of private, protected and unpublished posts are left out, and so are pingbacks, trackbacks and notes.
    ///
    /// A record that cannot be read is named on standard error and left out; the others are brought in, and the command ends
    /// with exit code 1.
    Import(import::ImportCommand),
    /// Print all comments with their threads
    Export {
        /// json, which `comments import` reads, or wxr, which WordPress reads
        #[arg(long, default_value = "json", value_parser = word)]
        format: ExportFormat,
    },
    /// Move the comments of pages that moved; where the new page has comments already, both become one thread
    Move {
        /// The old address: a page, a prefix that ends in / for all pages below it, or a host
        old: String,
        /// The new one, of the same kind
        new: String,
    },
}

impl CommentsCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::Import(command) => command.run(app).await,
            Self::Export { format } => print_all(app, format).await,
            Self::Move { old, new } => move_threads(app, &old, &new).await,
        }
    }
}

fn word(word: &str) -> Result<ExportFormat, String> {
    word.parse()
}

async fn print_all(app: &App, format: ExportFormat) -> Result<(), CliError> {
    let written = export(app, format, BufWriter::new(io::stdout().lock())).await;
    output::written(written, "the comments")
}

async fn move_threads(app: &App, old: &str, new: &str) -> Result<(), CliError> {
    let moved = PageMove::parse(old, new).map_err(|error| CliError::new(error.to_string()))?;
    let mut tx = app.write().await?;
    let threads = move_pages(&mut tx, &moved).await?;
    tx.commit().await?;
    match threads {
        0 => tell!("No page under {old} has comments."),
        1 => tell!("1 thread moved to {new}."),
        threads => tell!("{threads} threads moved to {new}."),
    }
    Ok(())
}
