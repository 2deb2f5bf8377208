//! SQL of the record of consent.

use sqlx::types::Json;

use super::model::{Action, Change, Consent, ConsentEvidence, Wording};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::model::SubscriberId;
use crate::{changed, on};

pub(super) async fn insert(
    tx: &mut Tx,
    subscriber: SubscriberId,
    action: Action,
    evidence: &ConsentEvidence,
    changes: Json<&[Change]>,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO consents (subscriber_id, action, wording, wording_version, wording_locale, source, ip, detail, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let wording = evidence.wording.as_ref();
    changed!(tx, conn => sqlx::query(SQL)
        .bind(subscriber).bind(action)
        .bind(wording.map(|wording| &wording.text)).bind(wording.map(Wording::version))
        .bind(wording.map(|wording| wording.locale))
        .bind(&evidence.source).bind(evidence.ip.map(|ip| ip.to_string())).bind(changes).bind(now)
        .execute(conn))?;
    Ok(())
}

pub(super) async fn history(tx: &mut Tx, subscriber: SubscriberId) -> Result<Vec<Consent>> {
    const SQL: &str = "
        SELECT action, wording, wording_version, wording_locale, source, ip, detail, at FROM consents
        WHERE subscriber_id = $1 ORDER BY id DESC";
    on!(tx, conn => sqlx::query_as(SQL).bind(subscriber).fetch_all(conn))
}

/// Deletes up to `most` network addresses of rows from before `before`.
pub(super) async fn forget_ips(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    const SQL: &str = "
        UPDATE consents SET ip = NULL
        WHERE id IN (SELECT id FROM consents WHERE ip IS NOT NULL AND at < $1 ORDER BY at LIMIT $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(before).bind(most).execute(conn))
}
