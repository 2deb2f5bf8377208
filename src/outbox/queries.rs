//! SQL of the outbox, its editions and its counts.

use sqlx::AssertSqlSafe;
use sqlx::types::Json;

use super::model::{
    Edition, MailContent, MailState, NewEdition, NewMail, OutboxRow, ReportedMail, SEND_RATE_SLOT,
    StateCount, SubscriberMail,
};
use crate::clock::{MINUTE, Timestamp};
use crate::ids::{EditionId, MailId, SubscriberId, TopicId};
use crate::message::EmailContent;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn insert(
    tx: &mut Tx,
    mail: &NewMail,
    domain: &str,
    dropped: Option<&str>,
    due: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO outbox (kind, bulk, recipient, recipient_name, subscriber_id, edition_id, content, dedupe_key,
                            about, state, result, finished_at, attempts, due_at, created_at, message_domain)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15)
        ON CONFLICT (dedupe_key) WHERE dedupe_key IS NOT NULL DO NOTHING";
    let (content, edition) = match &mail.content {
        MailContent::Own(content) => (Some(Json(&**content)), None),
        MailContent::Edition(edition) => (None, Some(*edition)),
    };
    let state = match dropped {
        Some(_) => MailState::Dropped,
        None => MailState::Queued,
    };
    let inserted = changed!(tx, conn => sqlx::query(SQL)
        .bind(mail.kind).bind(edition.is_some()).bind(&mail.recipient).bind(&mail.recipient_name)
        .bind(mail.subscriber).bind(edition).bind(content).bind(&mail.dedupe_key)
        .bind(&mail.about).bind(state).bind(dropped).bind(dropped.map(|_| now)).bind(due).bind(now).bind(domain)
        .execute(conn))?;
    Ok(inserted > 0)
}

pub(super) async fn drop_for_subscriber(
    tx: &mut Tx,
    subscriber: SubscriberId,
    why: &str,
    now: Timestamp,
) -> Result<u64> {
    const SQL: &str = "
        UPDATE outbox SET state = 'dropped', result = $2, finished_at = $3
        WHERE subscriber_id = $1 AND state IN ('queued', 'deferred', 'unknown')";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).bind(why).bind(now).execute(conn))
}

pub(super) async fn drop_bulk_for_subscriber(
    tx: &mut Tx,
    subscriber: SubscriberId,
    why: &str,
    now: Timestamp,
) -> Result<u64> {
    const SQL: &str = "
        UPDATE outbox SET state = 'dropped', result = $2, finished_at = $3
        WHERE subscriber_id = $1 AND bulk AND state IN ('queued', 'deferred', 'unknown')";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).bind(why).bind(now).execute(conn))
}

pub(super) async fn drop_advertising(
    tx: &mut Tx,
    subscriber: SubscriberId,
    why: &str,
    now: Timestamp,
) -> Result<u64> {
    const SQL: &str = "
        UPDATE outbox SET state = 'dropped', result = $2, finished_at = $3
        WHERE subscriber_id = $1 AND bulk AND state IN ('queued', 'deferred', 'failed', 'unknown')
          AND edition_id IN (SELECT id FROM editions WHERE is_advertising)";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).bind(why).bind(now).execute(conn))
}

pub(super) async fn set_nights(tx: &mut Tx, subscriber: SubscriberId) -> Result<u64> {
    const SQL: &str = "
        UPDATE outbox SET night_zone = (SELECT time_zone FROM subscribers WHERE id = $1 AND night_advertising_at IS NULL)
        WHERE subscriber_id = $1 AND bulk AND state IN ('queued', 'deferred', 'leased', 'failed', 'unknown')
          AND edition_id IN (SELECT id FROM editions WHERE is_advertising)";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).execute(conn))
}

pub(super) async fn forget_subscriber(tx: &mut Tx, subscriber: SubscriberId) -> Result<u64> {
    const SQL: &str = "DELETE FROM outbox WHERE subscriber_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).execute(conn))
}

pub(super) async fn forget_address(tx: &mut Tx, key: &str) -> Result<u64> {
    const SQL: &str = "DELETE FROM outbox WHERE NOT bulk AND lower(recipient) = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(key).execute(conn))
}

macro_rules! forget_about {
    ($subjects:literal) => {
        concat!(
            "UPDATE outbox SET content = $4, lease_token = NULL, finished_at = COALESCE(finished_at, $3),
                    state = CASE WHEN state IN ('sent', 'dropped') THEN state ELSE 'dropped' END,
                    result = CASE WHEN state IN ('sent', 'dropped') THEN result ELSE $2 END
             WHERE about IN (",
            $subjects,
            ") AND NOT bulk"
        )
    };
}

/// Empties the mails that quote one of these. Whatever was not sent never is.
pub(super) async fn forget_about(
    tx: &mut Tx,
    subjects: &[String],
    why: &str,
    now: Timestamp,
) -> Result<u64> {
    let sql = tx.either(
        forget_about!("SELECT value FROM json_each($1)"),
        forget_about!("SELECT jsonb_array_elements_text($1)"),
    );
    changed!(tx, conn => sqlx::query(sql)
        .bind(Json(subjects)).bind(why).bind(now).bind(Json(EmailContent::default())).execute(conn))
}

pub(super) async fn send_again(tx: &mut Tx, id: MailId, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        UPDATE outbox SET state = 'queued', due_at = $2, finished_at = NULL
        WHERE id = $1 AND state IN ('failed', 'unknown', 'deferred')
          -- Readers who have left since then get nothing more, and who has paused gets it after the pause.
          AND NOT (bulk AND EXISTS (SELECT 1 FROM subscribers WHERE id = outbox.subscriber_id
                                    AND (state <> 'confirmed' OR paused_until > $2)))";
    let changed = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(changed > 0)
}

pub(super) async fn cancel(tx: &mut Tx, id: MailId, why: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        UPDATE outbox SET state = 'dropped', result = $2, finished_at = $3
        WHERE id = $1 AND state IN ('queued', 'deferred', 'unknown')";
    let changed =
        changed!(tx, conn => sqlx::query(SQL).bind(id).bind(why).bind(now).execute(conn))?;
    Ok(changed > 0)
}

/// Each kind of state has its own statement, so that the engine uses the matching index. A partial
/// index is used only where its condition is repeated.
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
    state: Option<MailState>,
    before: Option<MailId>,
    limit: i64,
) -> Result<Vec<OutboxRow>> {
    let sql = match state {
        None => ALL,
        Some(MailState::Queued | MailState::Sent) => IN_STATE,
        Some(MailState::Deferred | MailState::Failed | MailState::Unknown | MailState::Dropped) => {
            UNSETTLED
        }
        Some(MailState::Leased) => tx.either(LEASED_ON_SQLITE, LEASED_ON_POSTGRES),
    };
    let before = before.map_or(i64::MAX, |id| id.0);
    on!(tx, conn => sqlx::query_as(sql).bind(state).bind(before).bind(limit).fetch_all(conn))
}

pub(super) async fn of_subscriber(
    tx: &mut Tx,
    subscriber: SubscriberId,
    limit: i64,
) -> Result<Vec<SubscriberMail>> {
    const SQL: &str = "
        SELECT outbox.id, kind, COALESCE(editions.subject, content ->> 'subject') AS subject, state, outbox.created_at
        FROM outbox LEFT JOIN editions ON editions.id = edition_id
        WHERE subscriber_id = $1 ORDER BY outbox.id DESC LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(subscriber).bind(limit).fetch_all(conn))
}

pub(super) async fn count_by_state(tx: &mut Tx) -> Result<Vec<StateCount>> {
    const SQL: &str = "
        SELECT state, CAST(sum(mails) AS BIGINT) AS count FROM outbox_counts
        GROUP BY state HAVING sum(mails) > 0 ORDER BY state";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

/// How many mails of an edition are in each state.
pub(super) async fn count_edition_by_state(
    tx: &mut Tx,
    edition: EditionId,
) -> Result<Vec<StateCount>> {
    const SQL: &str = "
        SELECT state, CAST(sum(mails) AS BIGINT) AS count FROM (
            SELECT state, mails FROM outbox_counts WHERE edition_id = $1
            UNION ALL SELECT state, mails FROM outbox_pruned WHERE edition_id = $1) AS counted
        GROUP BY state HAVING sum(mails) > 0 ORDER BY state";
    on!(tx, conn => sqlx::query_as(SQL).bind(edition).fetch_all(conn))
}

/// The time at which the first waiting mail of an edition is due, by the index of the senders.
pub(super) async fn next_due(tx: &mut Tx, edition: EditionId) -> Result<Option<Timestamp>> {
    const SQL: &str = "
        SELECT min(due_at) FROM outbox WHERE edition_id = $1 AND bulk AND state IN ('queued', 'deferred')";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(edition).fetch_one(conn))
}

/// Mails of an edition that were sent in the last whole minute before `now`.
pub(super) async fn sent_last_minute(
    tx: &mut Tx,
    edition: EditionId,
    now: Timestamp,
) -> Result<i64> {
    const SQL: &str = "
        SELECT CAST(COALESCE(sum(mails), 0) AS BIGINT) FROM edition_send_rates WHERE edition_id = $1 AND slot >= $2 AND slot < $3";
    let slot = now.unix() / SEND_RATE_SLOT;
    on!(tx, conn => sqlx::query_scalar(SQL).bind(edition).bind(slot - MINUTE / SEND_RATE_SLOT).bind(slot).fetch_one(conn))
}

/// Forgets the pace of editions before `before`.
pub(super) async fn prune_send_rates(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    const SQL: &str = "DELETE FROM edition_send_rates WHERE slot < $1";
    changed!(tx, conn => sqlx::query(SQL).bind(before.unix() / SEND_RATE_SLOT).execute(conn))
}

/// The newest row, sent or not.
pub(super) async fn newest(tx: &mut Tx) -> Result<Option<MailId>> {
    on!(tx, conn => sqlx::query_scalar("SELECT max(id) FROM outbox").fetch_one(conn))
}

pub(super) async fn count_edition_since(
    tx: &mut Tx,
    edition: EditionId,
    after: Option<MailId>,
) -> Result<Vec<StateCount>> {
    const SQL: &str = "
        SELECT state, count(*) AS count FROM outbox WHERE edition_id = $1 AND id > $2 GROUP BY state ORDER BY state";
    let after = after.unwrap_or(MailId(0));
    on!(tx, conn => sqlx::query_as(SQL).bind(edition).bind(after).fetch_all(conn))
}

/// Which of these subscribers have a mail of which of these editions, and since when, found by the subscribers: an edition
/// may have a million mails. The ids stand in the text, since PostgreSQL expects too many rows of a bound list and reads
/// the whole outbox.
pub(super) async fn recipients_among(
    tx: &mut Tx,
    editions: &[EditionId],
    subscribers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, EditionId, Timestamp)>> {
    if editions.is_empty() || subscribers.is_empty() {
        return Ok(Vec::new());
    }
    let editions: Vec<String> = editions.iter().map(|id| id.0.to_string()).collect();
    let subscribers: Vec<String> = subscribers.iter().map(|id| id.0.to_string()).collect();
    let sql = format!(
        "SELECT subscriber_id, edition_id, created_at FROM outbox
         WHERE subscriber_id IN ({}) AND edition_id IN ({}) AND state NOT IN ('failed', 'dropped')",
        subscribers.join(", "),
        editions.join(", ")
    );
    on!(tx, conn => sqlx::query_as(AssertSqlSafe(sql)).persistent(false).fetch_all(conn))
}

pub(super) async fn insert_edition(
    tx: &mut Tx,
    edition: &NewEdition,
    now: Timestamp,
) -> Result<EditionId> {
    const SQL: &str = "
        INSERT INTO editions (slug, locale, subject, html, text, created_at, message_domain)
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(&edition.slug).bind(edition.locale).bind(&edition.subject).bind(&edition.html).bind(&edition.text).bind(now).bind(&edition.message_domain)
        .fetch_one(conn))
}

pub(super) async fn edition(tx: &mut Tx, id: EditionId) -> Result<Option<Edition>> {
    const SQL: &str = "SELECT id, slug, locale, subject, html, text, message_domain, created_at FROM editions WHERE id = $1";
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

pub(super) async fn add_topic(tx: &mut Tx, id: EditionId, topic: TopicId) -> Result<()> {
    const SQL: &str = "
        INSERT INTO edition_topics (edition_id, topic_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(topic).execute(conn))?;
    Ok(())
}

pub(super) async fn mark_advertising(tx: &mut Tx, id: EditionId) -> Result<()> {
    const SQL: &str = "UPDATE editions SET is_advertising = TRUE WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
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
    state: MailState,
    said: Timestamp,
    now: Timestamp,
    most: i64,
) -> Result<u64> {
    // The time for retries begins anew. Otherwise the mail would fail at its first refusal.
    const SQL: &str = "
        UPDATE outbox SET state = 'queued', attempts = 0, due_at = $3, created_at = $3, finished_at = NULL
        WHERE id IN (SELECT id FROM outbox WHERE bulk AND edition_id = $1 AND state = $2
                     AND state IN ('failed', 'unknown') AND finished_at <= $5
                     AND EXISTS (SELECT 1 FROM subscribers WHERE id = outbox.subscriber_id AND state = 'confirmed'
                                 AND (paused_until IS NULL OR paused_until <= $3))
                     LIMIT $4)
          AND state = $2";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(state).bind(now).bind(most).bind(said).execute(conn))
}

pub(super) async fn cancel_unknown_of_edition(
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

pub(super) async fn find_mail_by_key(tx: &mut Tx, key: &str) -> Result<Option<ReportedMail>> {
    const SQL: &str =
        "SELECT id, recipient, subscriber_id, result, state FROM outbox WHERE dedupe_key = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(key).fetch_optional(conn))
}

pub(super) async fn find_mail(tx: &mut Tx, id: MailId) -> Result<Option<ReportedMail>> {
    const SQL: &str =
        "SELECT id, recipient, subscriber_id, result, state FROM outbox WHERE id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}
