//! One store over two engines: the same SQL text runs on SQLite and on PostgreSQL, and what a committed `Tx` wrote is durable.

pub mod backup;
mod database;
mod error;
pub mod health;
mod horizon;
mod maintenance;
mod open_failure;
mod postgres;
pub mod process_lock;
pub mod secret;
mod sqlite;
mod steps;
mod time;
mod tx;
mod wakeup;

pub use database::Store;
pub use error::{Error, ExportError, Result, without_password};
pub use health::ping;
pub use horizon::Horizon;
pub use postgres::PostgresTx;
pub use sqlite::SqliteTx;
pub use steps::{lock_tables, take_step};
pub use time::{clock_of, now};
pub use tx::{Tx, TxConnection};
pub use wakeup::Wakeup;
