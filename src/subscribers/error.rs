//! Why a verb that mails somebody fails.

use crate::store;

/// Why a verb that mails somebody failed: nothing that the person did.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A mail could not be written.
    #[error("a mail could not be written: {0}")]
    EmailContent(#[from] askama::Error),
    /// Too many mails wait for their turn already.
    #[error("too many sign-ups wait for their mail; try again in {retry_after} seconds")]
    Crowded {
        /// Seconds.
        retry_after: i64,
    },
}
