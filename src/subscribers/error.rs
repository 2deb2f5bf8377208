//! Errors of the functions that mail somebody.

use crate::store;

/// An error of a function that mails somebody. The person made no mistake.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A mail could not be written.
    #[error("a mail could not be written: {0}")]
    EmailContent(#[from] askama::Error),
    /// Too many mails are waiting already.
    #[error("too many sign-ups wait for their mail; try again in {retry_after} seconds")]
    Overloaded {
        /// Seconds after which to try again.
        retry_after: i64,
    },
}
