//! SQL of results.

use serde::Serialize;
use serde_json::Value;
use sqlx::types::Json;

use super::super::queries::{from_who_left, let_go, why_dropped};
use super::Entry;
use crate::clock::Timestamp;
use crate::delivery::{EditionId, MailId};
use crate::store::{Error, Result, Tx};
use crate::{changed, on};

/// A mail has a token only while it is leased. PostgreSQL must not be told of that state: it would read the whole index of what
/// is leased, for a few rows.
macro_rules! finish {
    ($entries:literal) => {
        concat!(
            "UPDATE outbox SET due_at = COALESCE(r.due_at, outbox.due_at), attempts = outbox.attempts - r.uncounted,",
            let_go!(
                "r.state IN ('queued', 'deferred')",
                "r.state",
                "COALESCE(r.result, outbox.result)",
                "r.finished_at",
                "$2"
            ),
            "FROM (",
            $entries,
            ") AS r WHERE outbox.id = r.id AND outbox.lease_token = r.token"
        )
    };
}

const FINISH_ON_SQLITE: &str = finish!(
    "SELECT value ->> 'id' AS id, value ->> 'token' AS token, value ->> 'state' AS state, value ->> 'result' AS result,
            value ->> 'due_at' AS due_at, value ->> 'finished_at' AS finished_at, value ->> 'uncounted' AS uncounted
     FROM json_each($1)"
);
/// The conditions always hold. Without them PostgreSQL expects a hundred rows of a function, and for so many reads a middling
/// outbox from end to end; a `LIMIT` says it better, and makes a new plan each time.
const FINISH_ON_POSTGRES: &str = finish!(
    "SELECT * FROM jsonb_to_recordset(CAST($1 AS JSONB))
         AS entry (id BIGINT, token TEXT, state TEXT, result TEXT, due_at BIGINT, finished_at BIGINT, uncounted BIGINT)
     WHERE entry.id > 0 AND entry.uncounted >= 0"
);

/// Writes results; returns how many were still held by who wrote them.
pub(super) async fn finish(
    tx: &mut Tx,
    entries: &[impl Serialize],
    now: Timestamp,
) -> Result<usize> {
    let sql = tx.either(FINISH_ON_SQLITE, FINISH_ON_POSTGRES);
    let entries = json(entries)?;
    let written = changed!(tx, conn => sqlx::query(sql).bind(&entries).bind(now).execute(conn))?;
    Ok(usize::try_from(written).unwrap_or(usize::MAX))
}

/// As text, so that both engines read it alike.
fn json(entries: &[impl Serialize]) -> Result<String> {
    serde_json::to_string(entries).map_err(Error::from)
}

/// Notes mails that were sent under one lease, for PostgreSQL; the outbox hears of them by [`settle`]. Returns how many were
/// still held by who wrote them.
pub(super) async fn note_sent(
    tx: &mut Tx,
    token: &str,
    place: i64,
    entries: &[&Entry],
) -> Result<usize> {
    // Whoever ends the lease waits, and hears of these mails.
    const SQL: &str = "
        INSERT INTO sent_lately (token, place, mails)
        SELECT token, $2, CAST($3 AS JSONB) FROM sending_leases WHERE token = $1 FOR KEY SHARE
        ON CONFLICT (token, place) DO UPDATE SET mails = sent_lately.mails || EXCLUDED.mails";
    let mails = json(entries)?;
    let noted = changed!(tx, conn => sqlx::query(SQL)
        .bind(token).bind(place).bind(&mails).execute(conn))?;
    Ok(if noted > 0 { entries.len() } else { 0 })
}

/// Writes into the outbox what was noted under a lease.
pub(in super::super) async fn settle(tx: &mut Tx, token: &str, now: Timestamp) -> Result<()> {
    // By a statement of its own: on PostgreSQL it gives notes that were written while it ran, of mails that were claimed while it
    // ran, and only a later statement is sure to see those.
    const TAKE: &str = "DELETE FROM sent_lately WHERE token = $1 RETURNING mails";
    let noted: Vec<Json<Vec<Value>>> =
        on!(tx, conn => sqlx::query_scalar(TAKE).bind(token).fetch_all(conn))?;
    let entries: Vec<Value> = noted.into_iter().flat_map(|mails| mails.0).collect();
    if !entries.is_empty() {
        finish(tx, &entries, now).await?;
    }
    Ok(())
}

/// Seconds in a slot of an edition's pace.
pub(in crate::delivery) const SLOT: i64 = 10;

/// Adds mails of an edition that were sent of late; `token` is the lease's, so that nodes write to rows of their own.
pub(super) async fn note_pace(
    tx: &mut Tx,
    edition: EditionId,
    mails: i64,
    token: &str,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO edition_pace (edition_id, slot, shard, mails) VALUES ($1, $2, $3, $4)
        ON CONFLICT (edition_id, slot, shard) DO UPDATE SET mails = edition_pace.mails + $4";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(edition).bind(now.unix() / SLOT).bind(shard_of(token)).bind(mails).execute(conn))?;
    Ok(())
}

fn shard_of(token: &str) -> i64 {
    i64::from(token.bytes().fold(0_u8, u8::wrapping_add) % 16)
}

/// Leaves word of a mail that was refused for good: a job row, which `bounces` takes up.
pub(super) async fn report_refusal(tx: &mut Tx, mail: MailId, now: Timestamp) -> Result<()> {
    const SQL: &str = "
        INSERT INTO jobs (kind, subject, state, attempts, due_at, created_at)
        VALUES ('bounce', CAST($1 AS TEXT), 'waiting', 0, $2, $2)
        ON CONFLICT (kind, subject) WHERE state = 'waiting' DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(mail).bind(now).execute(conn))?;
    Ok(())
}
