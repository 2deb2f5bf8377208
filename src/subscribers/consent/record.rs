//! Writes and reads the record.

use sqlx::types::Json;

use super::model::{Action, Change, Consent, ConsentEvidence};
use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::model::{SubscriberId, Wishes};
use crate::topics;

/// Inserts a row into the record.
pub async fn record(
    tx: &mut Tx,
    subscriber: SubscriberId,
    action: Action,
    evidence: &ConsentEvidence,
    changes: &[Change],
    now: Timestamp,
) -> Result<()> {
    queries::insert(tx, subscriber, action, evidence, Json(changes), now).await
}

/// The record of one subscriber, newest first.
pub async fn history(tx: &mut Tx, subscriber: SubscriberId) -> Result<Vec<Consent>> {
    queries::history(tx, subscriber).await
}

/// Deletes up to `most` network addresses of rows from before `before`. Returns how many.
pub async fn forget_ips(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    queries::forget_ips(tx, before, most).await
}

/// The wishes as changed values.
pub(crate) async fn wished(tx: &mut Tx, wishes: &Wishes) -> Result<Vec<Change>> {
    let mut changes = vec![
        Change::to("cadence", wishes.cadence.as_str()),
        Change::to("locale", wishes.locale.as_str()),
    ];
    if !wishes.topics.is_empty() {
        let all = topics::all(tx).await?;
        changes.push(Change::to(
            "topics",
            &topics::names_of(&all, &wishes.topics),
        ));
    }
    Ok(changes)
}
