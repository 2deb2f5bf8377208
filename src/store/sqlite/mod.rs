//! SQLite: readers that cannot write, and ONE writer whose transactions share commits.
//!
//! The first write transaction of a group is the engine's own, each further one a savepoint within it. Whoever commits
//! queues behind the writers that already wait, and the first to come back commits for all (group commit); everybody is
//! answered after that commit. So `synchronous = FULL` costs one flush a group instead of one a verb.

mod engine;
mod open_file;
mod tx;
mod writer;

pub(super) use engine::Sqlite;
pub use tx::SqliteTx;
