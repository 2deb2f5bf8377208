//! Imports in the panel: a file is uploaded in parts into the database, checked by a dry run, and imported by jobs.
//! Invariant: how far an import is, is stored in the transaction of each batch, so an interrupted one goes on at its next batch.

mod ask_run;
mod comment_run;
mod faults;
mod file;
pub mod http;
mod jobs;
mod lifecycle;
mod list_run;
mod model;
mod preview;
mod problem;
mod queries;
mod run_end;
mod upkeep;
mod upload;

pub use faults::{first as faults, forget_address};
pub use jobs::{JOBS, SCHEDULES, work};
pub use lifecycle::{ImportError, find, latest, remove, resume, start, stop, twin};
pub use model::{
    Choices, CommentChoices, Fault, Import, ImportId, ImportKind, ImportState, ListChoices,
    RunKind, RunReport,
};
pub use preview::columns;
pub use problem::{Problem, ProblemCode};
pub use upload::Upload;
