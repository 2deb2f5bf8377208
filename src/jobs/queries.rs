//! SQL of jobs and schedules.

use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn insert(tx: &mut Tx, kind: &str, subject: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "
        INSERT INTO jobs (kind, subject, state, attempts, due_at, created_at) VALUES ($1, $2, 'waiting', 0, $3, $3)
        ON CONFLICT (kind, subject) WHERE state = 'waiting' DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(kind).bind(subject).bind(now).execute(conn))?;
    Ok(())
}

/// A job that a runner holds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ClaimedJob {
    pub id: i64,
    pub kind: String,
    pub subject: String,
    pub attempts: i64,
}

const CLAIM_ON_SQLITE: &str = "
    UPDATE jobs SET state = 'leased', lease_token = $1, lease_expires_at = $2, attempts = attempts + 1
    WHERE id = (SELECT id FROM jobs WHERE state = 'waiting' AND due_at <= $3 ORDER BY due_at, id LIMIT 1)
    RETURNING id, kind, subject, attempts";
/// Skips jobs that other nodes claim at this moment.
const CLAIM_ON_POSTGRES: &str = "
    UPDATE jobs SET state = 'leased', lease_token = $1, lease_expires_at = $2, attempts = attempts + 1
    WHERE id = (SELECT id FROM jobs WHERE state = 'waiting' AND due_at <= $3 ORDER BY due_at, id LIMIT 1
                FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, subject, attempts";

pub(super) async fn claim(
    tx: &mut Tx,
    token: &str,
    expires: Timestamp,
    now: Timestamp,
) -> Result<Option<ClaimedJob>> {
    let sql = tx.either(CLAIM_ON_SQLITE, CLAIM_ON_POSTGRES);
    on!(tx, conn => sqlx::query_as(sql).bind(token).bind(expires).bind(now).fetch_optional(conn))
}

/// Returns jobs with an expired lease to the queue, unless an equal job is waiting. A lease that ends later than `longest` comes
/// from a clock that was ahead.
pub(super) async fn rescue(tx: &mut Tx, now: Timestamp, longest: Timestamp) -> Result<()> {
    const FORGET: &str = "
        DELETE FROM jobs WHERE state = 'leased' AND (lease_expires_at <= $1 OR lease_expires_at > $2) AND EXISTS (
            SELECT 1 FROM jobs AS newer
            WHERE newer.kind = jobs.kind AND newer.subject = jobs.subject AND newer.state = 'waiting')";
    const RESCUE: &str = "
        UPDATE jobs SET state = 'waiting', lease_token = NULL, lease_expires_at = NULL
        WHERE state = 'leased' AND (lease_expires_at <= $1 OR lease_expires_at > $2)";
    changed!(tx, conn => sqlx::query(FORGET).bind(now).bind(longest).execute(conn))?;
    changed!(tx, conn => sqlx::query(RESCUE).bind(now).bind(longest).execute(conn))?;
    Ok(())
}

/// Makes jobs due now that wait longer than their back-off allows, which begins with `first`: a clock was ahead.
pub(super) async fn recall(tx: &mut Tx, now: Timestamp, first: i64) -> Result<()> {
    const SQL: &str = "
        UPDATE jobs SET due_at = $1 WHERE state = 'waiting' AND due_at > $1 AND due_at > $1 + ($2 << CAST(attempts AS INTEGER))";
    changed!(tx, conn => sqlx::query(SQL).bind(now).bind(first).execute(conn))?;
    Ok(())
}

pub(super) async fn forget(tx: &mut Tx, id: i64, token: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM jobs WHERE id = $1 AND lease_token = $2";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(token).execute(conn))?;
    Ok(())
}

/// Returns a failed job to the queue for `due_at`, or deletes it when an equal job is waiting.
pub(super) async fn retry(
    tx: &mut Tx,
    id: i64,
    token: &str,
    why: &str,
    due_at: Timestamp,
) -> Result<()> {
    const FORGET: &str = "
        DELETE FROM jobs WHERE id = $1 AND lease_token = $2 AND EXISTS (
            SELECT 1 FROM jobs AS newer
            WHERE newer.kind = jobs.kind AND newer.subject = jobs.subject AND newer.state = 'waiting')";
    const RETRY: &str = "
        UPDATE jobs SET state = 'waiting', last_error = $3, due_at = $4, lease_token = NULL, lease_expires_at = NULL
        WHERE id = $1 AND lease_token = $2";
    changed!(tx, conn => sqlx::query(FORGET).bind(id).bind(token).execute(conn))?;
    changed!(tx, conn => sqlx::query(RETRY).bind(id).bind(token).bind(why).bind(due_at).execute(conn))?;
    Ok(())
}

pub(super) async fn fail(tx: &mut Tx, id: i64, token: &str, why: &str) -> Result<()> {
    const SQL: &str = "
        UPDATE jobs SET state = 'failed', last_error = $3, lease_token = NULL, lease_expires_at = NULL
        WHERE id = $1 AND lease_token = $2";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(token).bind(why).execute(conn))?;
    Ok(())
}

/// Inserts a schedule; a new one is due at once.
pub(super) async fn register(tx: &mut Tx, name: &str, now: Timestamp) -> Result<()> {
    const SQL: &str =
        "INSERT INTO schedules (name, next_run_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(name).bind(now).execute(conn))?;
    Ok(())
}

/// When each schedule runs next.
pub(super) async fn schedules(tx: &mut Tx) -> Result<Vec<(String, Timestamp)>> {
    on!(tx, conn => sqlx::query_as("SELECT name, next_run_at FROM schedules").fetch_all(conn))
}

/// Claims the run at `planned` by compare-and-set on `next_run_at`. Returns false when another node has it.
pub(super) async fn claim_run(
    tx: &mut Tx,
    name: &str,
    planned: Timestamp,
    next: Timestamp,
) -> Result<bool> {
    const SQL: &str = "UPDATE schedules SET next_run_at = $3 WHERE name = $1 AND next_run_at = $2";
    let taken =
        changed!(tx, conn => sqlx::query(SQL).bind(name).bind(planned).bind(next).execute(conn))?;
    Ok(taken > 0)
}
