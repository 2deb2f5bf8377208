//! SQL of the outbox and the editions, but for what the sender does.

use sqlx::types::Json;

use super::sender::queries::SLOT;
use super::{Edition, EditionId, EmailContent, Mail, MailId, NewEdition, State};
use crate::address::EmailAddress;
use crate::clock::{MINUTE, Timestamp};
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn insert(
    tx: &mut Tx,
    mail: &Mail,
    letter: Option<Json<&EmailContent>>,
    edition: Option<EditionId>,
    dropped: Option<&str>,
    due: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO outbox (kind, bulk, recipient, recipient_name, subscriber_id, edition_id, content, dedupe_key,
                            state, result, finished_at, attempts, due_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13)
        ON CONFLICT (dedupe_key) WHERE dedupe_key IS NOT NULL DO NOTHING";
    let state = match dropped {
        Some(_) => State::Dropped,
        None => State::Queued,
    };
    let inserted = changed!(tx, conn => sqlx::query(SQL)
        .bind(mail.kind).bind(edition.is_some()).bind(&mail.recipient).bind(&mail.recipient_name)
        .bind(mail.subscriber).bind(edition).bind(letter).bind(&mail.dedupe_key)
        .bind(state).bind(dropped).bind(dropped.map(|_| now)).bind(due).bind(now)
        .execute(conn))?;
    Ok(inserted > 0)
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

pub(super) async fn forget_address(tx: &mut Tx, key: &str) -> Result<u64> {
    const SQL: &str = "DELETE FROM outbox WHERE NOT bulk AND lower(recipient) = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(key).execute(conn))
}

pub(super) async fn send_again(tx: &mut Tx, id: MailId, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        UPDATE outbox SET state = 'queued', due_at = $2, finished_at = NULL
        WHERE id = $1 AND state IN ('failed', 'unknown', 'deferred')
          -- Whoever has left since then gets nothing more.
          AND NOT (bulk AND EXISTS (SELECT 1 FROM subscribers WHERE id = outbox.subscriber_id AND state <> 'confirmed'))";
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

/// Each kind of state has a statement of its own, so that the engine walks the index that has it. A partial index is taken only
/// where its own condition is repeated.
macro_rules! list {
    ($index:literal, $state:literal) => {
        concat!(
            "SELECT id, kind, bulk, recipient, state, attempts, due_at, result, created_at, finished_at FROM outbox ",
            $index,
            " WHERE ",
            $state,
            " AND id < $2 ORDER BY id DESC LIMIT $3"
        )
    };
}
const ALL: &str = list!("", "CAST($1 AS TEXT) IS NULL");
const IN_STATE: &str = list!("", "state = $1");
const UNSETTLED: &str = list!(
    "",
    "state = $1 AND state IN ('deferred', 'failed', 'unknown', 'dropped')"
);
const LEASED_ON_SQLITE: &str = list!(
    "INDEXED BY outbox_leased",
    "state = 'leased' AND state = $1"
);
const LEASED_ON_POSTGRES: &str = list!("", "state = 'leased' AND state = $1");

pub(super) async fn list(
    tx: &mut Tx,
    state: Option<State>,
    before: Option<MailId>,
    limit: i64,
) -> Result<Vec<OutboxRow>> {
    let sql = match state {
        None => ALL,
        Some(State::Queued | State::Sent) => IN_STATE,
        Some(State::Deferred | State::Failed | State::Unknown | State::Dropped) => UNSETTLED,
        Some(State::Leased) => tx.either(LEASED_ON_SQLITE, LEASED_ON_POSTGRES),
    };
    let before = before.map_or(i64::MAX, |id| id.0);
    on!(tx, conn => sqlx::query_as(sql).bind(state).bind(before).bind(limit).fetch_all(conn))
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
    const SQL: &str = "
        SELECT state, CAST(sum(mails) AS BIGINT) AS count FROM outbox_counts
        GROUP BY state HAVING sum(mails) > 0 ORDER BY state";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

/// How many mails of an edition are in each state.
pub(super) async fn tally(tx: &mut Tx, edition: EditionId) -> Result<Vec<Count>> {
    const SQL: &str = "
        SELECT state, CAST(sum(mails) AS BIGINT) AS count FROM (
            SELECT state, mails FROM outbox_counts WHERE edition_id = $1
            UNION ALL SELECT state, mails FROM outbox_pruned WHERE edition_id = $1) AS counted
        GROUP BY state HAVING sum(mails) > 0 ORDER BY state";
    on!(tx, conn => sqlx::query_as(SQL).bind(edition).fetch_all(conn))
}

/// When the first of an edition's waiting mails is due, by the index of the senders.
pub(super) async fn next_due(tx: &mut Tx, edition: EditionId) -> Result<Option<Timestamp>> {
    const SQL: &str = "
        SELECT min(due_at) FROM outbox WHERE edition_id = $1 AND bulk AND state IN ('queued', 'deferred')";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(edition).fetch_one(conn))
}

/// Mails of an edition that were sent in the last whole minute before `now`.
pub(super) async fn sent_in_a_minute(
    tx: &mut Tx,
    edition: EditionId,
    now: Timestamp,
) -> Result<i64> {
    const SQL: &str = "
        SELECT CAST(COALESCE(sum(mails), 0) AS BIGINT) FROM edition_send_rates WHERE edition_id = $1 AND slot >= $2 AND slot < $3";
    let slot = now.unix() / SLOT;
    on!(tx, conn => sqlx::query_scalar(SQL).bind(edition).bind(slot - MINUTE / SLOT).bind(slot).fetch_one(conn))
}

/// Forgets the pace of editions before `before`.
pub(super) async fn forget_pace(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    const SQL: &str = "DELETE FROM edition_send_rates WHERE slot < $1";
    changed!(tx, conn => sqlx::query(SQL).bind(before.unix() / SLOT).execute(conn))
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

pub(super) async fn forget_edition(tx: &mut Tx, id: EditionId) -> Result<()> {
    const SQL: [&str; 5] = [
        "DELETE FROM outbox_counts WHERE edition_id = $1",
        "DELETE FROM outbox_pruned WHERE edition_id = $1",
        "DELETE FROM edition_send_rates WHERE edition_id = $1",
        "DELETE FROM edition_topics WHERE edition_id = $1",
        "DELETE FROM editions WHERE id = $1",
    ];
    for sql in SQL {
        changed!(tx, conn => sqlx::query(sql).bind(id).execute(conn))?;
    }
    Ok(())
}

pub(super) async fn set_paused(tx: &mut Tx, id: EditionId, is_paused: bool) -> Result<bool> {
    const SQL: &str = "UPDATE editions SET is_paused = $2 WHERE id = $1";
    let changed = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(is_paused).execute(conn))?;
    Ok(changed > 0)
}

pub(super) async fn set_rate(tx: &mut Tx, id: EditionId, rate: Option<i64>) -> Result<()> {
    const SQL: &str = "UPDATE editions SET rate = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(rate).execute(conn))?;
    Ok(())
}

pub(super) async fn add_topic(tx: &mut Tx, id: EditionId, topic: i64) -> Result<()> {
    const SQL: &str = "
        INSERT INTO edition_topics (edition_id, topic_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(topic).execute(conn))?;
    Ok(())
}

pub(super) async fn drop_of_edition(
    tx: &mut Tx,
    id: EditionId,
    why: &str,
    now: Timestamp,
    most: i64,
) -> Result<u64> {
    const SQL: &str = "
        UPDATE outbox SET state = 'dropped', result = $2, finished_at = $3
        WHERE id IN (SELECT id FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND edition_id = $1 LIMIT $4)
          AND state IN ('queued', 'deferred')";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(why).bind(now).bind(most).execute(conn))
}

pub(super) async fn again_of_edition(
    tx: &mut Tx,
    id: EditionId,
    state: State,
    said: Timestamp,
    now: Timestamp,
    most: i64,
) -> Result<u64> {
    // The time for which it is tried begins anew, or it would be given up at its first refusal.
    const SQL: &str = "
        UPDATE outbox SET state = 'queued', attempts = 0, due_at = $3, created_at = $3, finished_at = NULL
        WHERE id IN (SELECT id FROM outbox WHERE bulk AND edition_id = $1 AND state = $2
                     AND state IN ('failed', 'unknown') AND finished_at <= $5
                     AND EXISTS (SELECT 1 FROM subscribers WHERE id = outbox.subscriber_id AND state = 'confirmed')
                     LIMIT $4)
          AND state = $2";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(state).bind(now).bind(most).bind(said).execute(conn))
}

pub(super) async fn leave_of_edition(
    tx: &mut Tx,
    id: EditionId,
    why: &str,
    said: Timestamp,
    now: Timestamp,
    most: i64,
) -> Result<u64> {
    const SQL: &str = "
        UPDATE outbox SET state = 'dropped', result = $2, finished_at = $3
        WHERE id IN (SELECT id FROM outbox WHERE bulk AND edition_id = $1 AND state = 'unknown'
                     AND state IN ('failed', 'unknown') AND finished_at <= $5 LIMIT $4)
          AND state = 'unknown'";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(why).bind(now).bind(most).bind(said).execute(conn))
}

/// A mail of ours that a report is about.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Sent {
    /// Its row.
    pub id: MailId,
    /// Who got it.
    pub recipient: EmailAddress,
    /// The subscriber it was for.
    pub subscriber_id: Option<i64>,
    /// What the relay said.
    pub result: Option<String>,
    /// Where it stands.
    pub state: State,
}

pub(super) async fn sent_by_id(tx: &mut Tx, id: MailId) -> Result<Option<Sent>> {
    const SQL: &str =
        "SELECT id, recipient, subscriber_id, result, state FROM outbox WHERE id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// Whether a mail is due, or a lease ends, only after these moments. Each edition is asked by its index.
pub(super) async fn is_put_off(
    tx: &mut Tx,
    queued: Timestamp,
    deferred: Timestamp,
    lease: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM sending_leases WHERE expires_at > $3)
            OR EXISTS (SELECT 1 FROM outbox WHERE NOT bulk AND state IN ('queued', 'deferred') AND due_at > $1
                       AND (state = 'queued' OR due_at > $2))
            OR EXISTS (SELECT 1 FROM editions WHERE EXISTS (
                   SELECT 1 FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND edition_id = editions.id
                   AND due_at > $1 AND (state = 'queued' OR due_at > $2)))";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(queued).bind(deferred).bind(lease).fetch_one(conn))
}

pub(super) async fn end_leases_after(tx: &mut Tx, latest: Timestamp, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE sending_leases SET expires_at = $2 WHERE expires_at > $1";
    changed!(tx, conn => sqlx::query(SQL).bind(latest).bind(now).execute(conn))?;
    Ok(())
}

pub(super) async fn recall(
    tx: &mut Tx,
    queued: Timestamp,
    deferred: Timestamp,
    now: Timestamp,
) -> Result<u64> {
    const ALONE: &str = "
        UPDATE outbox SET due_at = $3
        WHERE NOT bulk AND state IN ('queued', 'deferred') AND due_at > $1 AND (state = 'queued' OR due_at > $2)";
    const OF_EDITIONS: &str = "
        UPDATE outbox SET due_at = $3
        WHERE bulk AND state IN ('queued', 'deferred') AND edition_id IN (SELECT id FROM editions)
          AND due_at > $1 AND (state = 'queued' OR due_at > $2)";
    let mut recalled = 0;
    for sql in [ALONE, OF_EDITIONS] {
        recalled += changed!(tx, conn => sqlx::query(sql)
            .bind(queued).bind(deferred).bind(now).execute(conn))?;
    }
    Ok(recalled)
}
