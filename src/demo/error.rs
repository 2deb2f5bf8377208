//! Why the demo cannot start or go on.

use crate::app::OpenError;
use crate::digests::PlanError;
use crate::posts::polling::PollError;
use crate::server::BindError;
use crate::store;

/// Why the demo cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// No address could be listened on.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// The folder for its database could not be made, or the server not started.
    #[error("the demo cannot start: {0}")]
    Io(#[from] std::io::Error),
    /// The program could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Its own feed could not be read.
    #[error(transparent)]
    Poll(#[from] PollError),
    /// Its digest could not be planned.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A sample was refused.
    #[error("the demo's samples are not taken: {0}")]
    Sample(String),
}

/// The sample cannot be made, which no reader causes.
pub(super) fn refused(why: impl std::fmt::Display) -> DemoError {
    DemoError::Sample(why.to_string())
}
