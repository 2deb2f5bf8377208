//! The time that all nodes share.

use super::error::Result;
use super::tx::{Tx, TxConnection};
use crate::clock::{Clock, Timestamp};
use crate::on;

/// The time for all nodes: PostgreSQL's clock, or this machine's on SQLite. A fixed test clock stays fixed.
pub async fn now(tx: &mut Tx, clock: &Clock) -> Result<Timestamp> {
    match &tx.connection {
        TxConnection::Postgres(_) if !clock.is_standing() => clock_of(tx).await,
        _ => Ok(clock.now()),
    }
}

/// The time of the database's clock.
pub async fn clock_of(tx: &mut Tx) -> Result<Timestamp> {
    const ON_SQLITE: &str = "SELECT unixepoch()";
    const ON_POSTGRES: &str = "SELECT CAST(floor(extract(epoch FROM clock_timestamp())) AS BIGINT)";
    let sql = tx.either(ON_SQLITE, ON_POSTGRES);
    on!(tx, conn => sqlx::query_scalar(sql).fetch_one(conn))
}
