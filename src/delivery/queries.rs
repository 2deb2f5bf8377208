//! SQL of the outbox and the editions. A lease is held by whoever knows its token; nobody else's writes count.

use sqlx::types::Json;

use super::{Content, Edition, EditionId, Mail, MailId, NewEdition, State};
use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn insert(
    tx: &mut Tx,
    mail: &Mail,
    content: Json<&Content>,
    message_id: &str,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO outbox (kind, bulk, recipient, recipient_name, subscriber_id, edition_id, content, message_id,
                            dedupe_key, state, attempts, due_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', 0, $10, $10)
        ON CONFLICT (dedupe_key) DO NOTHING";
    let inserted = changed!(tx, conn => sqlx::query(SQL)
        .bind(mail.kind).bind(mail.edition.is_some()).bind(&mail.recipient).bind(&mail.recipient_name)
        .bind(mail.subscriber).bind(mail.edition).bind(content).bind(message_id).bind(&mail.dedupe_key).bind(now)
        .execute(conn))?;
    Ok(inserted > 0)
}

/// A mail that a sender holds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Claimed {
    pub id: MailId,
    pub kind: String,
    pub recipient: EmailAddress,
    pub recipient_name: Option<DisplayName>,
    pub edition_id: Option<EditionId>,
    pub content: Json<Content>,
    pub message_id: String,
    pub attempts: i64,
    pub created_at: Timestamp,
}

const CLAIM_ON_SQLITE: &str = "
    UPDATE outbox SET state = 'leased', lease_token = $1, lease_expires_at = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM outbox WHERE state IN ('queued', 'deferred') AND due_at <= $3
                 ORDER BY bulk, due_at, id LIMIT $4)
    RETURNING id, kind, recipient, recipient_name, edition_id, content, message_id, attempts, created_at";
/// Other nodes' claims are stepped over instead of waited for.
const CLAIM_ON_POSTGRES: &str = "
    UPDATE outbox SET state = 'leased', lease_token = $1, lease_expires_at = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM outbox WHERE state IN ('queued', 'deferred') AND due_at <= $3
                 ORDER BY bulk, due_at, id LIMIT $4 FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, recipient, recipient_name, edition_id, content, message_id, attempts, created_at";

/// Leases up to `most` due mails under `token`.
pub(super) async fn claim(
    tx: &mut Tx,
    token: &str,
    expires: Timestamp,
    now: Timestamp,
    most: i64,
) -> Result<Vec<Claimed>> {
    let sql = if tx.is_sqlite() {
        CLAIM_ON_SQLITE
    } else {
        CLAIM_ON_POSTGRES
    };
    on!(tx, conn => sqlx::query_as(sql).bind(token).bind(expires).bind(now).bind(most).fetch_all(conn))
}

/// Gives mails whose lease has ended back to the queue: their sender crashed or lost the database.
pub(super) async fn rescue(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    const SQL: &str = "
        UPDATE outbox SET state = 'queued', lease_token = NULL, lease_expires_at = NULL
        WHERE state = 'leased' AND lease_expires_at <= $1";
    changed!(tx, conn => sqlx::query(SQL).bind(now).execute(conn))
}

/// Records a result; false when the lease was lost in the meantime.
pub(super) async fn finish(
    tx: &mut Tx,
    id: MailId,
    token: &str,
    state: State,
    result: &str,
    due_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        UPDATE outbox SET state = $3, result = $4, due_at = COALESCE($5, due_at), lease_token = NULL,
               lease_expires_at = NULL, finished_at = $6
        WHERE id = $1 AND lease_token = $2 AND state = 'leased'";
    let finished = (state != State::Deferred).then_some(now);
    let written = changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(token).bind(state).bind(result).bind(due_at).bind(finished).execute(conn))?;
    Ok(written > 0)
}

/// Gives back what is still held under `token`, as if it had never been claimed.
pub(super) async fn release(tx: &mut Tx, token: &str) -> Result<()> {
    const SQL: &str = "
        UPDATE outbox SET state = 'queued', attempts = attempts - 1, lease_token = NULL, lease_expires_at = NULL
        WHERE state = 'leased' AND lease_token = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(token).execute(conn))?;
    Ok(())
}

/// Mails that are due now or held by a sender.
pub(super) async fn count_pending(tx: &mut Tx, now: Timestamp) -> Result<i64> {
    const SQL: &str = "
        SELECT count(*) FROM outbox
        WHERE (state IN ('queued', 'deferred') AND due_at <= $1) OR state = 'leased'";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(now).fetch_one(conn))
}

pub(super) async fn drop_for_subscriber(
    tx: &mut Tx,
    subscriber: i64,
    why: &str,
    now: Timestamp,
) -> Result<u64> {
    const SQL: &str = "
        UPDATE outbox SET state = 'dropped', result = $2, finished_at = $3
        WHERE subscriber_id = $1 AND state IN ('queued', 'deferred', 'unknown')";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).bind(why).bind(now).execute(conn))
}

pub(super) async fn forget_subscriber(tx: &mut Tx, subscriber: i64) -> Result<u64> {
    const SQL: &str = "DELETE FROM outbox WHERE subscriber_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).execute(conn))
}

pub(super) async fn send_again(tx: &mut Tx, id: MailId, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        UPDATE outbox SET state = 'queued', due_at = $2, finished_at = NULL
        WHERE id = $1 AND state IN ('failed', 'unknown', 'deferred')";
    let changed = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(changed > 0)
}

pub(super) async fn leave(tx: &mut Tx, id: MailId, why: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        UPDATE outbox SET state = 'dropped', result = $2, finished_at = $3
        WHERE id = $1 AND state IN ('queued', 'deferred', 'unknown')";
    let changed =
        changed!(tx, conn => sqlx::query(SQL).bind(id).bind(why).bind(now).execute(conn))?;
    Ok(changed > 0)
}

/// A mail as the owner sees it in the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OutboxRow {
    /// Its row.
    pub id: MailId,
    /// What kind it is.
    pub kind: String,
    /// Whether it shares an edition.
    pub bulk: bool,
    /// Who gets it.
    pub recipient: EmailAddress,
    /// Where it stands.
    pub state: State,
    /// Attempts so far.
    pub attempts: i64,
    /// When it is tried next, or was first due.
    pub due_at: Timestamp,
    /// The relay's answer or the reason.
    pub result: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it reached its last state.
    pub finished_at: Option<Timestamp>,
}

pub(super) async fn list(
    tx: &mut Tx,
    state: Option<State>,
    before: Option<MailId>,
    limit: i64,
) -> Result<Vec<OutboxRow>> {
    const SQL: &str = "
        SELECT id, kind, bulk, recipient, state, attempts, due_at, result, created_at, finished_at FROM outbox
        WHERE (CAST($1 AS TEXT) IS NULL OR state = $1) AND id < $2 ORDER BY id DESC LIMIT $3";
    let before = before.map_or(i64::MAX, |id| id.0);
    on!(tx, conn => sqlx::query_as(SQL).bind(state).bind(before).bind(limit).fetch_all(conn))
}

/// How many mails are in one state.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Count {
    /// The state.
    pub state: State,
    /// How many.
    pub count: i64,
}

pub(super) async fn count_by_state(tx: &mut Tx) -> Result<Vec<Count>> {
    const SQL: &str = "SELECT state, count(*) AS count FROM outbox GROUP BY state ORDER BY state";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

/// The newest row, sent or not; nothing before the first.
pub(super) async fn newest(tx: &mut Tx) -> Result<Option<MailId>> {
    on!(tx, conn => sqlx::query_scalar("SELECT max(id) FROM outbox").fetch_one(conn))
}

pub(super) async fn count_of_edition(
    tx: &mut Tx,
    edition: EditionId,
    after: Option<MailId>,
) -> Result<Vec<Count>> {
    const SQL: &str = "
        SELECT state, count(*) AS count FROM outbox WHERE edition_id = $1 AND id > $2 GROUP BY state ORDER BY state";
    let after = after.unwrap_or(MailId(0));
    on!(tx, conn => sqlx::query_as(SQL).bind(edition).bind(after).fetch_all(conn))
}

pub(super) async fn insert_edition(
    tx: &mut Tx,
    edition: &NewEdition,
    now: Timestamp,
) -> Result<EditionId> {
    const SQL: &str = "
        INSERT INTO editions (slug, locale, subject, html, text, created_at)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(&edition.slug).bind(edition.locale).bind(&edition.subject).bind(&edition.html).bind(&edition.text).bind(now)
        .fetch_one(conn))
}

pub(super) async fn edition(tx: &mut Tx, id: EditionId) -> Result<Option<Edition>> {
    const SQL: &str =
        "SELECT id, slug, locale, subject, html, text, created_at FROM editions WHERE id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}
