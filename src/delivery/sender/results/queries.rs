//! SQL of results.

use super::super::queries::{from_who_left, let_go, why_dropped};
use super::Entry;
use crate::changed;
use crate::clock::Timestamp;
use crate::delivery::{EditionId, MailId};
use crate::store::{Error, Result, Tx};

/// A mail has a token only while it is leased. PostgreSQL must not be told of that state: it would read the whole index of what
/// is leased, for a few rows.
macro_rules! finish {
    ($entries:expr) => {
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

macro_rules! entries_on_sqlite {
    ($json:literal) => {
        concat!(
            "SELECT value ->> 'id' AS id, value ->> 'token' AS token, value ->> 'state' AS state, value ->> 'result' AS result,
                    value ->> 'due_at' AS due_at, value ->> 'finished_at' AS finished_at, value ->> 'uncounted' AS uncounted
             FROM json_each(",
            $json,
            ")"
        )
    };
}

/// The conditions always hold. Without them PostgreSQL expects a hundred rows of a function, and for so many reads a middling
/// outbox from end to end; a `LIMIT` says it better, and makes a new plan each time.
macro_rules! entries_on_postgres {
    ($json:literal) => {
        concat!(
            "SELECT * FROM jsonb_to_recordset(",
            $json,
            ") AS entry (id BIGINT, token TEXT, state TEXT, result TEXT, due_at BIGINT, finished_at BIGINT, uncounted BIGINT)
             WHERE entry.id > 0 AND entry.uncounted >= 0"
        )
    };
}

/// Writes results; returns how many were still held by who wrote them.
pub(super) async fn finish(tx: &mut Tx, entries: &[&Entry], now: Timestamp) -> Result<usize> {
    const ON_SQLITE: &str = finish!(entries_on_sqlite!("$1"));
    const ON_POSTGRES: &str = finish!(entries_on_postgres!("CAST($1 AS JSONB)"));
    let sql = tx.either(ON_SQLITE, ON_POSTGRES);
    let entries = json(entries)?;
    let written = changed!(tx, conn => sqlx::query(sql).bind(&entries).bind(now).execute(conn))?;
    Ok(usize::try_from(written).unwrap_or(usize::MAX))
}

/// As text, so that both engines read it alike.
fn json(entries: &[&Entry]) -> Result<String> {
    serde_json::to_string(entries).map_err(Error::from)
}

/// Notes mails that were sent under one lease; the outbox hears of them by [`settle`]. False when the lease has ended. For
/// PostgreSQL.
pub(super) async fn note_sent(
    tx: &mut Tx,
    token: &str,
    place: i64,
    entries: &[&Entry],
) -> Result<bool> {
    // Whoever ends the lease waits, and hears of these mails.
    const SQL: &str = "
        INSERT INTO sent_lately (token, place, mails)
        SELECT token, $2, CAST($3 AS JSONB) FROM sending_leases WHERE token = $1 FOR KEY SHARE
        ON CONFLICT (token, place) DO UPDATE SET mails = sent_lately.mails || EXCLUDED.mails";
    let entries = json(entries)?;
    let noted = changed!(tx, conn => sqlx::query(SQL)
        .bind(token).bind(place).bind(&entries).execute(conn))?;
    Ok(noted > 0)
}

/// Writes into the outbox what was noted under a lease.
pub(in super::super) async fn settle(tx: &mut Tx, token: &str, now: Timestamp) -> Result<()> {
    // One statement, since others may be noted meanwhile.
    const ON_POSTGRES: &str = concat!(
        "WITH noted AS (DELETE FROM sent_lately WHERE token = $1 RETURNING mails) ",
        finish!(entries_on_postgres!(
            "(SELECT jsonb_agg(mail) FROM noted, jsonb_array_elements(mails) AS mail)"
        ))
    );
    const ON_SQLITE: &str = finish!(entries_on_sqlite!(
        "(SELECT json_group_array(json(mail.value)) FROM sent_lately, json_each(mails) AS mail WHERE token = $1)"
    ));
    const FORGET: &str = "DELETE FROM sent_lately WHERE token = $1";
    let sql = tx.either(ON_SQLITE, ON_POSTGRES);
    changed!(tx, conn => sqlx::query(sql).bind(token).bind(now).execute(conn))?;
    if tx.is_on_sqlite() {
        changed!(tx, conn => sqlx::query(FORGET).bind(token).execute(conn))?;
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
