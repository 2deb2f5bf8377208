//! SQL of sending. A mail is held by whoever knows its lease's token; nobody else's writes count.

use std::sync::Arc;

use serde::Deserialize;
use sqlx::types::Json;

use super::results::Entry;
use crate::address::{self, DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::delivery::{EditionId, EmailContent, MailId};
use crate::store::{Result, Tx};
use crate::{changed, on};

/// A mail that this process holds.
#[derive(Clone, Debug, sqlx::FromRow, Deserialize)]
pub(super) struct Claimed {
    pub id: MailId,
    pub kind: String,
    #[serde(deserialize_with = "address::stored")]
    pub recipient: EmailAddress,
    pub recipient_name: Option<DisplayName>,
    pub subscriber_id: Option<i64>,
    pub edition_id: Option<EditionId>,
    pub content: Option<Json<EmailContent>>,
    pub attempts: i64,
    pub created_at: Timestamp,
    /// The lease under which it is held.
    #[sqlx(skip)]
    #[serde(skip)]
    pub token: Arc<str>,
    /// When it was last known that it may go.
    #[sqlx(skip)]
    #[serde(skip)]
    pub asked_at: Timestamp,
    /// Its reader left while it was held, and it came back in line in the same moment: it may not go.
    #[sqlx(default)]
    #[serde(skip)]
    pub has_left: bool,
    /// Relays that could not be reached for it in this process.
    #[sqlx(skip)]
    #[serde(skip)]
    pub unreached: usize,
}

/// The reader of a mail, if they have left, or turned out to be unreachable.
macro_rules! from_who_left {
    () => {
        "FROM subscribers WHERE id = outbox.subscriber_id
         AND (outbox.bulk AND state <> 'confirmed' OR state IN ('bounced', 'complained', 'suppressed'))"
    };
}

/// Why a mail that was held must not go back in line.
macro_rules! why_dropped {
    ($is_going_back:literal) => {
        concat!(
            "CASE WHEN ",
            $is_going_back,
            " THEN (SELECT CASE WHEN state IN ('bounced', 'complained', 'suppressed') THEN 'suppressed' ELSE 'unsubscribed' END ",
            from_who_left!(),
            ") END"
        )
    };
}

/// What a mail becomes that is not held any more; one that must not go back in line is dropped `$now`, as it would have been
/// if nobody had held it.
macro_rules! let_go {
    ($is_going_back:literal, $state:literal, $result:literal, $finished:literal, $now:literal) => {
        concat!(
            " lease_token = NULL, state = CASE WHEN ",
            why_dropped!($is_going_back),
            " IS NULL THEN ",
            $state,
            " ELSE 'dropped' END, result = COALESCE(",
            why_dropped!($is_going_back),
            ", ",
            $result,
            "), finished_at = CASE WHEN ",
            why_dropped!($is_going_back),
            " IS NULL THEN ",
            $finished,
            " ELSE ",
            $now,
            " END "
        )
    };
}

/// Nothing became of these mails.
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
pub(super) async fn begin(tx: &mut Tx, token: &str, expires: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO sending_leases (token, expires_at) VALUES ($1, $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(token).bind(expires).execute(conn))?;
    Ok(())
}

/// Prolongs a lease; false when it has been ended by others.
pub(super) async fn prolong(tx: &mut Tx, token: &str, expires: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE sending_leases SET expires_at = $2 WHERE token = $1";
    let held = changed!(tx, conn => sqlx::query(SQL).bind(token).bind(expires).execute(conn))?;
    Ok(held > 0)
}

/// Ends the leases that were not prolonged and gives their mails back: whoever held them crashed, stalled or lost the database.
pub(super) async fn rescue(tx: &mut Tx, now: Timestamp) -> Result<u64> {
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

/// Gives back what is still held under `token`, as if it had never been claimed, and ends the lease.
pub(super) async fn release(tx: &mut Tx, token: &str, now: Timestamp) -> Result<()> {
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

/// False for a mail that must not go any more: its reader has left, its edition was paused, or it is held by others.
pub(super) async fn still_goes(tx: &mut Tx, mail: &Claimed) -> Result<bool> {
    const SQL: &str = concat!(
        "SELECT EXISTS (
            SELECT 1 FROM outbox LEFT JOIN editions ON editions.id = outbox.edition_id
            WHERE outbox.id = $1 AND outbox.lease_token = $2 AND NOT (outbox.bulk AND editions.is_paused)
              AND NOT EXISTS (SELECT 1 ",
        from_who_left!(),
        "))"
    );
    on!(tx, conn => sqlx::query_scalar(SQL).bind(mail.id).bind(&*mail.token).fetch_one(conn))
}

macro_rules! claim {
    ($due:literal, $lock:literal) => {
        concat!(
            "UPDATE outbox SET state = 'leased', lease_token = $1, attempts = attempts + 1
             WHERE id IN (SELECT id FROM outbox WHERE state IN ('queued', 'deferred') AND due_at <= $2 AND ",
            $due,
            " ORDER BY due_at, id LIMIT $3 ",
            $lock,
            ") RETURNING id, kind, recipient, recipient_name, subscriber_id, edition_id, content, attempts, created_at,
                         EXISTS (SELECT 1 ",
            from_who_left!(),
            ") AS has_left"
        )
    };
}

const ALONE_ON_SQLITE: &str = claim!("NOT bulk", "");
/// Other nodes' claims are stepped over instead of waited for.
const ALONE_ON_POSTGRES: &str = claim!("NOT bulk", "FOR UPDATE SKIP LOCKED");
/// The lease must be there still: whoever ended it has given its mails back, and would not see those that are claimed now.
const OF_EDITION_ON_POSTGRES: &str = claim!(
    "bulk AND edition_id = $4 AND EXISTS (SELECT 1 FROM sending_leases WHERE token = $1 FOR KEY SHARE)",
    "FOR UPDATE SKIP LOCKED"
);

/// Leases up to `most` due mails for one person each.
pub(super) async fn claim_alone(
    tx: &mut Tx,
    token: &Arc<str>,
    now: Timestamp,
    most: i64,
) -> Result<Vec<Claimed>> {
    let sql = tx.either(ALONE_ON_SQLITE, ALONE_ON_POSTGRES);
    let mails =
        on!(tx, conn => sqlx::query_as(sql).bind(&**token).bind(now).bind(most).fetch_all(conn))?;
    Ok(held_under(mails, token))
}

/// Leases up to `most` due mails of an edition.
pub(super) async fn claim_of_edition(
    tx: &mut Tx,
    token: &Arc<str>,
    edition: EditionId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<Claimed>> {
    let mails = if tx.is_on_sqlite() {
        let due = due_of_edition(tx, edition, now, most).await?;
        lease(tx, token, due).await?
    } else {
        on!(tx, conn => sqlx::query_as(OF_EDITION_ON_POSTGRES)
            .bind(&**token).bind(now).bind(most).bind(edition).fetch_all(conn))?
    };
    Ok(held_under(mails, token))
}

/// Due mails of an edition as they will be once they are claimed; their readers are there, since nobody writes at the same
/// time. They come in one row: on SQLite each row that a statement gives costs two switches between threads.
async fn due_of_edition(
    tx: &mut Tx,
    edition: EditionId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<Claimed>> {
    const SQL: &str = "
        SELECT json_group_array(json_object('id', id, 'kind', kind, 'recipient', recipient, 'recipient_name', recipient_name,
                   'subscriber_id', subscriber_id, 'edition_id', edition_id, 'attempts', attempts + 1, 'created_at', created_at))
        FROM (SELECT * FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND edition_id = $1 AND due_at <= $2
              ORDER BY due_at, id LIMIT $3)";
    let due: Json<Vec<Claimed>> = on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(edition).bind(now).bind(most).fetch_one(conn))?;
    Ok(due.0)
}

/// Leases these mails; those that another process changed meanwhile are left out.
async fn lease(tx: &mut Tx, token: &Arc<str>, mut due: Vec<Claimed>) -> Result<Vec<Claimed>> {
    const LEASE: &str = "
        UPDATE outbox SET state = 'leased', lease_token = $1, attempts = attempts + 1
        WHERE id IN (SELECT value FROM json_each($2)) AND state IN ('queued', 'deferred')
          AND EXISTS (SELECT 1 FROM sending_leases WHERE token = $1)";
    const LEASED: &str = "
        SELECT json_group_array(id) FROM outbox
        WHERE id IN (SELECT value FROM json_each($2)) AND lease_token = $1";
    if due.is_empty() {
        return Ok(due);
    }
    let ids = Json(due.iter().map(|mail| mail.id).collect::<Vec<_>>());
    let leased = changed!(tx, conn => sqlx::query(LEASE).bind(&**token).bind(&ids).execute(conn))?;
    if usize::try_from(leased) != Ok(due.len()) {
        let held: Json<Vec<MailId>> = on!(tx, conn => sqlx::query_scalar(LEASED)
            .bind(&**token).bind(&ids).fetch_one(conn))?;
        due.retain(|mail| held.contains(&mail.id));
    }
    Ok(due)
}

fn held_under(mut mails: Vec<Claimed>, token: &Arc<str>) -> Vec<Claimed> {
    for mail in &mut mails {
        mail.token = Arc::clone(token);
    }
    mails
}

/// An edition with mails that wait.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct Waiting {
    pub id: EditionId,
    pub is_paused: bool,
    /// Mails a minute at most.
    pub rate: Option<i64>,
}

/// The next edition after this one of which mails wait, due or not.
pub(super) async fn waiting_after(tx: &mut Tx, after: EditionId) -> Result<Option<Waiting>> {
    const SQL: &str = "
        SELECT id, is_paused, rate FROM editions WHERE id = (
            SELECT edition_id FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND edition_id > $1
            ORDER BY edition_id LIMIT 1)";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).fetch_optional(conn))
}

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
            "FROM ",
            $entries,
            " WHERE outbox.id = r.id AND outbox.lease_token = r.token"
        )
    };
}

const FINISH_ON_SQLITE: &str = finish!(
    "(SELECT value ->> 'id' AS id, value ->> 'token' AS token, value ->> 'state' AS state, value ->> 'result' AS result,
             value ->> 'due_at' AS due_at, value ->> 'finished_at' AS finished_at, value ->> 'uncounted' AS uncounted
      FROM json_each($1)) AS r"
);
/// The conditions always hold. Without them PostgreSQL expects a hundred rows of a function, and for so many reads a middling
/// outbox from end to end; a `LIMIT` says it better, and makes a new plan each time.
const FINISH_ON_POSTGRES: &str = finish!(
    "(SELECT * FROM jsonb_to_recordset(CAST($1 AS JSONB))
          AS entry (id BIGINT, token TEXT, state TEXT, result TEXT, due_at BIGINT, finished_at BIGINT, uncounted BIGINT)
      WHERE entry.id > 0 AND entry.uncounted >= 0) AS r"
);

/// Writes results; returns how many were still held by who wrote them.
pub(super) async fn finish(tx: &mut Tx, entries: &[&Entry], now: Timestamp) -> Result<usize> {
    let sql = tx.either(FINISH_ON_SQLITE, FINISH_ON_POSTGRES);
    // As text, so that both engines read it alike.
    let entries = serde_json::to_string(entries).map_err(crate::store::Error::from)?;
    let written = changed!(tx, conn => sqlx::query(sql).bind(&entries).bind(now).execute(conn))?;
    Ok(usize::try_from(written).unwrap_or(usize::MAX))
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
        INSERT INTO edition_send_rates (edition_id, slot, shard, mails) VALUES ($1, $2, $3, $4)
        ON CONFLICT (edition_id, slot, shard) DO UPDATE SET mails = edition_send_rates.mails + $4";
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

/// True while a mail is due now and not paused, or held by a sender.
pub(super) async fn is_pending(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM outbox WHERE NOT bulk AND state IN ('queued', 'deferred') AND due_at <= $1)
            OR EXISTS (SELECT 1 FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND due_at <= $1
                       AND edition_id NOT IN (SELECT id FROM editions WHERE is_paused))
            OR EXISTS (SELECT 1 FROM outbox WHERE state = 'leased')";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(now).fetch_one(conn))
}
