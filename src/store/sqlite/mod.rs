//! SQLite: readers that cannot write, and ONE writer whose transactions share commits.
//!
//! The first write transaction of a group is the engine's own, each further one a savepoint within it. A committing transaction
//! queues behind the waiting writers, and the first one back commits for all (group commit). All get their result after that
//! commit. So `synchronous = FULL` costs one flush a group instead of one a transaction.

mod engine;
mod open_file;
mod tx;
mod writer;

pub(super) use engine::Sqlite;
pub use tx::SqliteTx;
