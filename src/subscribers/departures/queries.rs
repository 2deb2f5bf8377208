//! SQL of the departures.

use sqlx::types::Json;

use super::model::{Departure, DepartureReason};
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::model::SubscriberId;
use crate::{changed, on};

const REMEMBER_ON_SQLITE: &str = "
    INSERT INTO departures (address_hash, reason, created_at)
    SELECT value ->> 'hash', value ->> 'reason', $2 FROM json_each($1) WHERE TRUE
    ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason
    WHERE excluded.reason = 'erased' OR departures.reason = 'bounced'";
const REMEMBER_ON_POSTGRES: &str = "
    INSERT INTO departures (address_hash, reason, created_at)
    SELECT gone.hash, gone.reason, $2 FROM jsonb_to_recordset(CAST($1 AS JSONB)) AS gone (hash TEXT, reason TEXT)
    ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason
    WHERE excluded.reason = 'erased' OR departures.reason = 'bounced'";

pub(super) async fn remember(tx: &mut Tx, departures: &[Departure], now: Timestamp) -> Result<()> {
    let sql = tx.either(REMEMBER_ON_SQLITE, REMEMBER_ON_POSTGRES);
    let departures = serde_json::to_string(departures)?;
    changed!(tx, conn => sqlx::query(sql).bind(&departures).bind(now).execute(conn))?;
    Ok(())
}

/// The reasons under either hash.
pub(super) async fn reasons(
    tx: &mut Tx,
    mailbox: &str,
    address: &str,
) -> Result<Vec<DepartureReason>> {
    const SQL: &str = "SELECT reason FROM departures WHERE address_hash IN ($1, $2)";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(mailbox).bind(address).fetch_all(conn))
}

/// Those of the addresses that were erased.
pub(super) async fn erased_among(tx: &mut Tx, hashes: &[&str]) -> Result<Vec<String>> {
    const ON_SQLITE: &str = "
        SELECT address_hash FROM departures
        WHERE reason = 'erased' AND address_hash IN (SELECT value FROM json_each($1))";
    const ON_POSTGRES: &str = "
        SELECT address_hash FROM departures
        WHERE reason = 'erased' AND address_hash IN (SELECT jsonb_array_elements_text($1))";
    let sql = tx.either(ON_SQLITE, ON_POSTGRES);
    on!(tx, conn => sqlx::query_scalar(sql).bind(Json(hashes)).fetch_all(conn))
}

pub(super) async fn forget(tx: &mut Tx, mailbox: &str, address: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM departures WHERE address_hash IN ($1, $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(mailbox).bind(address).execute(conn))?;
    Ok(())
}

/// Subscribers who left by their own wish, after this id.
pub(super) async fn gone_after(
    tx: &mut Tx,
    after: SubscriberId,
    limit: i64,
) -> Result<Vec<(SubscriberId, EmailAddress)>> {
    const SQL: &str = "
        SELECT id, email FROM subscribers WHERE id > $1 AND state IN ('unsubscribed', 'complained', 'suppressed')
        ORDER BY id LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).bind(limit).fetch_all(conn))
}
