//! SQL of bounces.

use super::model::{Bounce, Effect, Finding};
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::ids::SubscriberId;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// A bounce to insert.
pub(super) struct NewBounce<'a> {
    pub dedupe_key: &'a str,
    pub source: &'static str,
    pub recipient: &'a EmailAddress,
    pub address_hash: &'a str,
    pub subscriber: Option<SubscriberId>,
    pub finding: &'a Finding,
    pub effect: Effect,
}

/// Inserts a bounce; false when its key is known.
pub(super) async fn insert(tx: &mut Tx, new: &NewBounce<'_>, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO bounces (dedupe_key, source, recipient, address_hash, subscriber_id, class, reason, status, diagnostic,
                             effect, created_at)
        VALUES ($1, $2, $3, $4, (SELECT id FROM subscribers WHERE id = $5), $6, $7, $8, $9, $10, $11)
        ON CONFLICT (dedupe_key) DO NOTHING";
    let finding = new.finding;
    // PostgreSQL's text holds no NUL.
    let diagnostic = finding.diagnostic.replace('\0', "");
    let inserted = changed!(tx, conn => sqlx::query(SQL)
        .bind(new.dedupe_key).bind(new.source).bind(new.recipient).bind(new.address_hash).bind(new.subscriber)
        .bind(finding.class).bind(finding.reason).bind(finding.status.map(|status| status.to_string()))
        .bind(&diagnostic).bind(new.effect).bind(now)
        .execute(conn))?;
    Ok(inserted > 0)
}

/// The times of soft bounces of this address that counted, since then and since the last suppression.
pub(super) async fn soft_since(
    tx: &mut Tx,
    address_hash: &str,
    since: Timestamp,
) -> Result<Vec<Timestamp>> {
    const SQL: &str = "
        SELECT created_at FROM bounces WHERE address_hash = $1 AND created_at > $2 AND effect = 'counted'
           AND id > (SELECT COALESCE(max(id), 0) FROM bounces WHERE address_hash = $1 AND effect = 'bounced')
        ORDER BY created_at DESC LIMIT 100";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(address_hash).bind(since).fetch_all(conn))
}

pub(super) async fn list(tx: &mut Tx, before: Option<i64>, limit: i64) -> Result<Vec<Bounce>> {
    const SQL: &str = "
        SELECT bounces.id, source, recipient, subscriber_id, class, bounces.reason, status, diagnostic, effect,
               bounces.created_at, suppressions.reason AS suppression
        FROM bounces LEFT JOIN suppressions ON suppressions.address_hash = bounces.address_hash
        WHERE bounces.id < $1 ORDER BY bounces.id DESC LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(before.unwrap_or(i64::MAX)).bind(limit).fetch_all(conn))
}

pub(super) async fn address_of(tx: &mut Tx, id: i64) -> Result<Option<EmailAddress>> {
    const SQL: &str = "SELECT recipient FROM bounces WHERE id = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn forget_address(tx: &mut Tx, address_hash: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM bounces WHERE address_hash = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(address_hash).execute(conn))?;
    Ok(())
}

pub(super) async fn forget_bounces(tx: &mut Tx, before: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM bounces WHERE created_at < $1";
    changed!(tx, conn => sqlx::query(SQL).bind(before).execute(conn))?;
    Ok(())
}

pub(super) async fn certificate(
    tx: &mut Tx,
    url: &str,
    newer_than: Timestamp,
) -> Result<Option<String>> {
    const SQL: &str = "SELECT pem FROM hook_certificates WHERE url = $1 AND fetched_at > $2";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(url).bind(newer_than).fetch_optional(conn))
}

pub(super) async fn keep_certificate(
    tx: &mut Tx,
    url: &str,
    pem: &str,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO hook_certificates (url, pem, fetched_at) VALUES ($1, $2, $3)
        ON CONFLICT (url) DO UPDATE SET pem = excluded.pem, fetched_at = excluded.fetched_at";
    changed!(tx, conn => sqlx::query(SQL).bind(url).bind(pem).bind(now).execute(conn))?;
    Ok(())
}
