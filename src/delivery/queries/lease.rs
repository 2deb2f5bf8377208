//! SQL of leases. The mails of an ended lease go back into the queue.

use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// Values of a mail that goes back to the queue.
macro_rules! back_in_line {
    () => {
        let_go!(
            "TRUE",
            "'queued'",
            "outbox.result",
            "outbox.finished_at",
            "$2"
        )
    };
}

/// Begins a lease.
pub(in crate::delivery) async fn begin(tx: &mut Tx, token: &str, expires: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO sending_leases (token, expires_at) VALUES ($1, $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(token).bind(expires).execute(conn))?;
    Ok(())
}

/// Prolongs a lease; false when it has been ended by others.
pub(in crate::delivery) async fn prolong(
    tx: &mut Tx,
    token: &str,
    expires: Timestamp,
) -> Result<bool> {
    const SQL: &str = "UPDATE sending_leases SET expires_at = $2 WHERE token = $1";
    let held = changed!(tx, conn => sqlx::query(SQL).bind(token).bind(expires).execute(conn))?;
    Ok(held > 0)
}

/// Ends leases that were not renewed, and returns their mails to the queue. Their process crashed,
/// stalled or lost the database.
pub(in crate::delivery) async fn rescue(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    const ENDED: &str = "DELETE FROM sending_leases WHERE expires_at <= $1 RETURNING token";
    const BACK: &str = concat!(
        "UPDATE outbox SET",
        back_in_line!(),
        "WHERE state = 'leased' AND lease_token = $1"
    );
    let ended: Vec<String> = on!(tx, conn => sqlx::query_scalar(ENDED).bind(now).fetch_all(conn))?;
    let mut rescued = 0;
    for token in ended {
        rescued += changed!(tx, conn => sqlx::query(BACK).bind(token).bind(now).execute(conn))?;
    }
    Ok(rescued)
}

/// Returns mails that are held under `token` to the queue, as if they had never been claimed, and
/// ends the lease.
pub(in crate::delivery) async fn release(tx: &mut Tx, token: &str, now: Timestamp) -> Result<()> {
    const BACK: &str = concat!(
        "UPDATE outbox SET attempts = attempts - 1,",
        back_in_line!(),
        "WHERE state = 'leased' AND lease_token = $1"
    );
    const END: &str = "DELETE FROM sending_leases WHERE token = $1";
    changed!(tx, conn => sqlx::query(BACK).bind(token).bind(now).execute(conn))?;
    changed!(tx, conn => sqlx::query(END).bind(token).execute(conn))?;
    Ok(())
}
