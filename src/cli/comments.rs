//! `gudok comments`: comments and their threads.

use clap::Subcommand;

use super::CliError;
use crate::app::App;
use crate::comments::merging::{PageMove, move_pages};

#[derive(Debug, Subcommand)]
pub(super) enum CommentsCommand {
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
        let Self::Move { old, new } = self;
        let moved =
            PageMove::parse(&old, &new).map_err(|error| CliError::new(error.to_string()))?;
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
}
