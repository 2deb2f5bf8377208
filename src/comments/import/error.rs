//! Why an import stops.

use std::io;

use super::format::CommentFormat;
use crate::store;

/// The reason why an import stops. What was written before stays, and a second run adds the rest.
#[derive(Debug, thiserror::Error)]
pub enum CommentImportError {
    /// The file cannot be read to its end.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// No program that we know wrote the file.
    #[error(
        "was written by none of the programs that this command knows; if one of them did write it, name it with --format {}",
        CommentFormat::words()
    )]
    UnknownFormat,
    /// The file names pages by their paths, and nothing says of which site.
    #[error(
        "is of {0}, which names pages by their paths: write the site's address into site.url, then import it again"
    )]
    NoSite(CommentFormat),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}
