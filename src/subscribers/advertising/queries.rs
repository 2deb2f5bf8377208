//! SQL of the consent to advertising and of its notices.

use super::model::{AdvertisingConsent, NewNotice, Notice, NoticeKind, NoticeState};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::model::SubscriberId;
use crate::{changed, on};

pub(super) async fn consent(tx: &mut Tx, id: SubscriberId) -> Result<AdvertisingConsent> {
    const SQL: &str = "SELECT advertising_at, night_advertising_at FROM subscribers WHERE id = $1";
    let found: Option<AdvertisingConsent> =
        on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))?;
    Ok(found.unwrap_or_default())
}

pub(super) async fn set_consent(
    tx: &mut Tx,
    id: SubscriberId,
    consent: AdvertisingConsent,
    check_at: Option<Timestamp>,
) -> Result<()> {
    const SQL: &str = "
        UPDATE subscribers SET advertising_at = $2, night_advertising_at = $3, advertising_check_at = $4 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(consent.advertising_at).bind(consent.night_advertising_at).bind(check_at).execute(conn))?;
    Ok(())
}

/// A reader who is to be asked whether the consent still stands.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct ToBeAsked {
    pub id: SubscriberId,
    pub advertising_at: Timestamp,
    pub night_advertising_at: Option<Timestamp>,
    pub advertising_check_at: Timestamp,
}

pub(super) async fn to_be_asked(tx: &mut Tx, now: Timestamp, most: i64) -> Result<Vec<ToBeAsked>> {
    const SQL: &str = "
        SELECT id, advertising_at, night_advertising_at, advertising_check_at FROM subscribers
        WHERE advertising_check_at <= $1 AND advertising_at IS NOT NULL AND state = 'confirmed'
        ORDER BY advertising_check_at, id LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(now).bind(most).fetch_all(conn))
}

/// Sets the time of the next question. Returns false when another node did, or the consent has changed.
pub(super) async fn move_check(
    tx: &mut Tx,
    id: SubscriberId,
    from: Timestamp,
    to: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        UPDATE subscribers SET advertising_check_at = $3 WHERE id = $1 AND advertising_check_at = $2";
    let moved = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(from).bind(to).execute(conn))?;
    Ok(moved > 0)
}

/// The number of readers who agree to advertising, the number of those who do at night, and the day of the next question.
pub(super) async fn agreed(tx: &mut Tx) -> Result<(i64, i64, Option<Timestamp>)> {
    const SQL: &str = "
        SELECT count(*), count(night_advertising_at), min(advertising_check_at) FROM subscribers
        WHERE advertising_check_at IS NOT NULL AND COALESCE(state, '') = 'confirmed'";
    on!(tx, conn => sqlx::query_as(SQL).fetch_one(conn))
}

pub(super) async fn insert(tx: &mut Tx, notice: &NewNotice<'_>, acts: &str) -> Result<i64> {
    const SQL: &str = "
        INSERT INTO advertising_notices (subscriber_id, kind, acts, said_at, due_at, state)
        VALUES ($1, $2, $3, $4, $5, 'due') RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(notice.subscriber).bind(notice.kind).bind(acts).bind(notice.said_at).bind(notice.due_at).fetch_one(conn))
}

pub(super) async fn find(tx: &mut Tx, id: i64) -> Result<Option<Notice>> {
    const SQL: &str = "
        SELECT advertising_notices.*, subscribers.email FROM advertising_notices
        LEFT JOIN subscribers ON subscribers.id = advertising_notices.subscriber_id WHERE advertising_notices.id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// Sets the state of a notice whose mail is to be written. Returns false when it was written already.
pub(super) async fn set_state(
    tx: &mut Tx,
    id: i64,
    state: NoticeState,
    settled: Option<Timestamp>,
) -> Result<bool> {
    const SQL: &str = "
        UPDATE advertising_notices SET state = $2, settled_at = $3 WHERE id = $1 AND state = 'due'";
    let set =
        changed!(tx, conn => sqlx::query(SQL).bind(id).bind(state).bind(settled).execute(conn))?;
    Ok(set > 0)
}

/// Notices whose mail is to be written.
pub(super) async fn due(tx: &mut Tx, most: i64) -> Result<Vec<i64>> {
    const SQL: &str = "
        SELECT id FROM advertising_notices WHERE state = 'due' AND state IN ('due', 'queued', 'failed') ORDER BY id LIMIT $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(most).fetch_all(conn))
}

/// Drops the notices of a reader whose address is erased: their mails go with it.
pub(super) async fn drop_open(tx: &mut Tx, id: SubscriberId, now: Timestamp) -> Result<()> {
    const SQL: &str = "
        UPDATE advertising_notices SET state = 'dropped', settled_at = $2
        WHERE subscriber_id = $1 AND state IN ('due', 'queued', 'failed')";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(())
}

/// Takes over what became of the mails; one that failed may have been sent again. The condition of the partial index is repeated, so that it is used.
pub(super) async fn settle(tx: &mut Tx, key: &str) -> Result<u64> {
    const SQL: &str = "
        UPDATE advertising_notices SET state = outbox.state, settled_at = outbox.finished_at FROM outbox
        WHERE advertising_notices.state IN ('due', 'queued', 'failed') AND advertising_notices.state IN ('queued', 'failed')
          AND advertising_notices.state <> outbox.state
          AND outbox.dedupe_key IS NOT NULL AND outbox.dedupe_key = $1 || CAST(advertising_notices.id AS TEXT)
          AND outbox.state IN ('sent', 'failed', 'dropped')";
    changed!(tx, conn => sqlx::query(SQL).bind(key).execute(conn))
}

/// The number of notices of a kind in a state, and of those that are late.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct NoticeCount {
    pub kind: NoticeKind,
    pub state: NoticeState,
    pub notices: i64,
    pub late: i64,
}

pub(super) async fn counts(tx: &mut Tx, now: Timestamp) -> Result<Vec<NoticeCount>> {
    const SQL: &str = "
        SELECT kind, state, count(*) AS notices, count(*) FILTER (WHERE state IN ('due', 'queued', 'failed') AND due_at < $1) AS late
        FROM advertising_notices GROUP BY kind, state ORDER BY kind, state";
    on!(tx, conn => sqlx::query_as(SQL).bind(now).fetch_all(conn))
}

pub(super) async fn newest(tx: &mut Tx, most: i64) -> Result<Vec<Notice>> {
    const SQL: &str = "
        SELECT advertising_notices.*, subscribers.email FROM advertising_notices
        LEFT JOIN subscribers ON subscribers.id = advertising_notices.subscriber_id
        ORDER BY advertising_notices.id DESC LIMIT $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(most).fetch_all(conn))
}
