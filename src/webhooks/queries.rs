//! SQL of webhooks.

use crate::changed;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// Inserts a call; false when it is known.
pub(super) async fn remember(tx: &mut Tx, call: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO hook_calls (call, created_at) VALUES ($1, $2) ON CONFLICT (call) DO NOTHING";
    let new = changed!(tx, conn => sqlx::query(SQL).bind(call).bind(now).execute(conn))?;
    Ok(new > 0)
}

pub(super) async fn forget(tx: &mut Tx, before: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM hook_calls WHERE created_at < $1";
    changed!(tx, conn => sqlx::query(SQL).bind(before).execute(conn))?;
    Ok(())
}
