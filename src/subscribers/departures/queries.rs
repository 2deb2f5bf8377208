//! SQL of the departures.

use super::model::{Departure, DepartureReason};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
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

pub(super) async fn reason(tx: &mut Tx, hash: &str) -> Result<Option<DepartureReason>> {
    const SQL: &str = "SELECT reason FROM departures WHERE address_hash = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(hash).fetch_optional(conn))
}

pub(super) async fn forget(tx: &mut Tx, hash: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM departures WHERE address_hash = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(hash).execute(conn))?;
    Ok(())
}
