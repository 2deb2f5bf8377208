//! SQL of the subscribers themselves.

use super::model::{
    DEFAULT_HOUR, Preferences, SignUp, Subscriber, SubscriberId, SubscriberState, Wishes,
    search_text,
};
use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn find(tx: &mut Tx, id: SubscriberId) -> Result<Option<Subscriber>> {
    const SQL: &str = "SELECT * FROM subscribers WHERE id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn find_by_key(tx: &mut Tx, key: &str) -> Result<Option<Subscriber>> {
    const SQL: &str = "SELECT * FROM subscribers WHERE email_key = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(key).fetch_optional(conn))
}

/// The subscriber with this address, locked until the transaction ends. Rows that refer to the subscriber can still be written.
pub(super) async fn lock_by_key(tx: &mut Tx, key: &str) -> Result<Option<Subscriber>> {
    const SQLITE: &str = "SELECT * FROM subscribers WHERE email_key = $1";
    const POSTGRES: &str = "SELECT * FROM subscribers WHERE email_key = $1 FOR NO KEY UPDATE";
    let sql = tx.either(SQLITE, POSTGRES);
    on!(tx, conn => sqlx::query_as(sql).bind(key).fetch_optional(conn))
}

/// The subscriber with this id, locked in the same way.
pub(super) async fn lock(tx: &mut Tx, id: SubscriberId) -> Result<Option<Subscriber>> {
    const SQLITE: &str = "SELECT * FROM subscribers WHERE id = $1";
    const POSTGRES: &str = "SELECT * FROM subscribers WHERE id = $1 FOR NO KEY UPDATE";
    let sql = tx.either(SQLITE, POSTGRES);
    on!(tx, conn => sqlx::query_as(sql).bind(id).fetch_optional(conn))
}

/// Inserts a pending subscriber; a known address stays as it is. Returns true when it was new. The row has no name: typed text is
/// stored with the confirmation link until the click.
pub(super) async fn insert_pending(
    tx: &mut Tx,
    sign_up: &SignUp,
    zone: &str,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO subscribers (email, email_key, search_text, state, locale, cadence, delivery_hour, time_zone, created_at)
        VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, $8) ON CONFLICT (email_key) DO NOTHING";
    let (email, wishes) = (&sign_up.email, &sign_up.wishes);
    let inserted = changed!(tx, conn => sqlx::query(SQL)
        .bind(email).bind(email.key()).bind(search_text(email, None))
        .bind(wishes.locale).bind(wishes.cadence).bind(DEFAULT_HOUR).bind(zone).bind(now)
        .execute(conn))?;
    Ok(inserted > 0)
}

/// Confirms a subscriber with these wishes. An existing name stays when no new one was given.
pub(super) async fn confirm(
    tx: &mut Tx,
    id: SubscriberId,
    wishes: &Wishes,
    now: Timestamp,
) -> Result<Subscriber> {
    const SQL: &str = "
        UPDATE subscribers SET state = 'confirmed', name = COALESCE($2, name), locale = $3, cadence = $4,
               confirmed_at = $5, state_at = $5, left_at = NULL, next_digest_at = NULL, paused_until = NULL, reminder_at = NULL
        WHERE id = $1 RETURNING *";
    const INDEX: &str = "UPDATE subscribers SET search_text = $2 WHERE id = $1";
    let confirmed: Subscriber = on!(tx, conn => sqlx::query_as(SQL)
        .bind(id).bind(&wishes.name).bind(wishes.locale).bind(wishes.cadence).bind(now).fetch_one(conn))?;
    let text = search_text(&confirmed.email, confirmed.name.as_ref());
    changed!(tx, conn => sqlx::query(INDEX).bind(id).bind(text).execute(conn))?;
    Ok(confirmed)
}

/// Ends a subscription. Returns its address when there was one.
pub(super) async fn unsubscribe(
    tx: &mut Tx,
    id: SubscriberId,
    now: Timestamp,
) -> Result<Option<EmailAddress>> {
    const SQL: &str = "
        UPDATE subscribers SET state = 'unsubscribed', left_at = $2, state_at = $2, next_digest_at = NULL, paused_until = NULL
        WHERE id = $1 AND state IN ('pending', 'confirmed', 'bounced') RETURNING email";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).bind(now).fetch_optional(conn))
}

/// Blocks a subscriber. One who unsubscribed stays unsubscribed, and a complaint stays a complaint.
pub(super) async fn block(
    tx: &mut Tx,
    id: SubscriberId,
    state: SubscriberState,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "
        UPDATE subscribers SET state = $2, state_at = $3, next_digest_at = NULL
        WHERE id = $1 AND state IN ('pending', 'confirmed', 'bounced') AND state <> $2";
    let ended =
        changed!(tx, conn => sqlx::query(SQL).bind(id).bind(state).bind(now).execute(conn))?;
    Ok(ended > 0)
}

pub(super) async fn reinstate(tx: &mut Tx, id: SubscriberId, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        UPDATE subscribers SET next_digest_at = NULL, state_at = $2,
               state = CASE WHEN state <> 'bounced' THEN 'unsubscribed'
                            WHEN confirmed_at IS NULL THEN 'pending' ELSE 'confirmed' END
        WHERE id = $1 AND state IN ('bounced', 'complained', 'suppressed')";
    let back = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(back > 0)
}

/// Erases the row. A confirmed subscriber leaves first: the kept counts of the day have the departure.
pub(super) async fn erase(tx: &mut Tx, id: SubscriberId, now: Timestamp) -> Result<()> {
    const LEAVE: &str = "
        UPDATE subscribers SET state = 'unsubscribed', state_at = $2 WHERE id = $1 AND state = 'confirmed'";
    const SQL: &str = "DELETE FROM subscribers WHERE id = $1";
    changed!(tx, conn => sqlx::query(LEAVE).bind(id).bind(now).execute(conn))?;
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

pub(super) async fn change(tx: &mut Tx, id: SubscriberId, wanted: &Preferences) -> Result<()> {
    const SQL: &str = "
        UPDATE subscribers SET cadence = $2, locale = $3, delivery_hour = $4, time_zone = $5, weekly_day = $6 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(wanted.cadence).bind(wanted.locale).bind(wanted.delivery_hour)
        .bind(wanted.time_zone.name()).bind(wanted.weekly_day).execute(conn))?;
    Ok(())
}

pub(super) async fn set_email(
    tx: &mut Tx,
    id: SubscriberId,
    email: &EmailAddress,
    name: Option<&DisplayName>,
) -> Result<()> {
    const SQL: &str =
        "UPDATE subscribers SET email = $2, email_key = $3, search_text = $4 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(email).bind(email.key()).bind(search_text(email, name)).execute(conn))?;
    Ok(())
}

pub(super) async fn set_name(
    tx: &mut Tx,
    id: SubscriberId,
    email: &EmailAddress,
    name: Option<&DisplayName>,
) -> Result<()> {
    const SQL: &str = "UPDATE subscribers SET name = $2, search_text = $3 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(name).bind(search_text(email, name)).execute(conn))?;
    Ok(())
}

/// Pauses a confirmed subscriber until a moment, or ends the pause.
pub(super) async fn set_pause(
    tx: &mut Tx,
    id: SubscriberId,
    until: Option<Timestamp>,
    next: Option<Timestamp>,
) -> Result<()> {
    const SQL: &str = "UPDATE subscribers SET paused_until = $2, next_digest_at = $3 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(until).bind(next).execute(conn))?;
    Ok(())
}

pub(super) async fn set_reminder(
    tx: &mut Tx,
    id: SubscriberId,
    at: Option<Timestamp>,
) -> Result<()> {
    const SQL: &str = "UPDATE subscribers SET reminder_at = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(at).execute(conn))?;
    Ok(())
}

pub(super) async fn to_remind(tx: &mut Tx, now: Timestamp, most: i64) -> Result<Vec<SubscriberId>> {
    const SQL: &str = "
        SELECT id FROM subscribers WHERE reminder_at IS NOT NULL AND reminder_at <= $1 ORDER BY reminder_at LIMIT $2";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(now).bind(most).fetch_all(conn))
}

/// Clears a reminder that is due and returns its subscriber, locked; `None` when it was cleared meanwhile.
pub(super) async fn take_reminder(
    tx: &mut Tx,
    id: SubscriberId,
    now: Timestamp,
) -> Result<Option<Subscriber>> {
    const SQL: &str =
        "UPDATE subscribers SET reminder_at = NULL WHERE id = $1 AND reminder_at <= $2 RETURNING *";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(now).fetch_optional(conn))
}

pub(super) async fn has_pause_that_ends(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM subscribers WHERE paused_until IS NOT NULL AND paused_until <= $1)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(now).fetch_one(conn))
}

pub(super) async fn end_pauses(tx: &mut Tx, now: Timestamp, most: i64) -> Result<u64> {
    const SQL: &str = "
        UPDATE subscribers SET paused_until = NULL WHERE paused_until <= $1 AND id IN (
            SELECT id FROM subscribers WHERE paused_until IS NOT NULL AND paused_until <= $1 ORDER BY id LIMIT $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(now).bind(most).execute(conn))
}

pub(super) async fn set_next_digest(
    tx: &mut Tx,
    id: SubscriberId,
    next: Option<Timestamp>,
) -> Result<()> {
    const SQL: &str = "UPDATE subscribers SET next_digest_at = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(next).execute(conn))?;
    Ok(())
}

/// Subscribers after this id, in the order of ids.
pub(super) async fn page_after(
    tx: &mut Tx,
    after: SubscriberId,
    limit: i64,
) -> Result<Vec<Subscriber>> {
    const SQL: &str = "SELECT * FROM subscribers WHERE id > $1 ORDER BY id LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).bind(limit).fetch_all(conn))
}
