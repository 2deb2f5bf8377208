//! Steps after the migrations that run once in the life of a database.

use sqlx::AssertSqlSafe;

use super::error::Result;
use super::secret::keep;
use super::tx::Tx;
use crate::changed;
use crate::clock::Timestamp;

/// True for the first process that takes this step.
pub async fn take_step(tx: &mut Tx, name: &str, now: Timestamp) -> Result<bool> {
    keep(tx, name, &now.to_string()).await
}

/// Keeps others from writing these tables until the transaction ends. On SQLite nobody else writes.
pub async fn lock_tables(tx: &mut Tx, tables: &[&'static str]) -> Result<()> {
    if !tx.is_on_sqlite() {
        let sql = format!(
            "LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE",
            tables.join(", ")
        );
        changed!(tx, conn => sqlx::query(AssertSqlSafe(sql)).execute(conn))?;
    }
    Ok(())
}
