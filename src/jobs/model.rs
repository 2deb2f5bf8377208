//! Kinds of jobs and schedules, and how a job may end.

use futures_util::future::BoxFuture;

use crate::app::App;
use crate::store;

/// The failure of a job.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may succeed later.
    #[error("{0}")]
    Retry(String),
    /// It can never succeed.
    #[error("{0}")]
    GiveUp(String),
}

impl From<store::Error> for JobError {
    fn from(error: store::Error) -> Self {
        Self::Retry(error.to_string())
    }
}

/// The result of a job or of a schedule's run.
pub type JobResult = std::result::Result<(), JobError>;

/// A kind of job and the code that does it; `subject` says what the job is about, such as an id.
#[derive(Clone, Copy)]
pub struct Job {
    /// Its name in the database.
    pub kind: &'static str,
    /// The code.
    pub run: fn(App, String) -> BoxFuture<'static, JobResult>,
}

/// Work that runs again and again.
#[derive(Clone, Copy)]
pub struct Schedule {
    /// Its name in the database.
    pub name: &'static str,
    /// Seconds between two runs.
    pub every: i64,
    /// The code.
    pub run: fn(App) -> BoxFuture<'static, JobResult>,
}
