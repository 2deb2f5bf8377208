//! Steps after the migrations that run once in the life of a database.

use super::error::Result;
use super::tx::Tx;
use crate::changed;
use crate::clock::Timestamp;

/// True for the first process that takes this step.
pub async fn take_step(tx: &mut Tx, name: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    let taken =
        changed!(tx, conn => sqlx::query(SQL).bind(name).bind(now.to_string()).execute(conn))?;
    Ok(taken > 0)
}
