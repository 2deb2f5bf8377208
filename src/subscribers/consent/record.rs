//! Writes and reads the record.

use super::chain;
use super::model::{Action, Change, ConsentEvent, ConsentEvidence};
use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::model::{SubscriberId, Wishes};
use crate::topics;

/// Inserts an event; a job seals it later.
pub async fn record(
    tx: &mut Tx,
    subscriber: SubscriberId,
    action: Action,
    evidence: &ConsentEvidence,
    changes: &[Change],
    now: Timestamp,
) -> Result<()> {
    queries::insert(tx, subscriber, action, evidence, changes, now).await
}

/// The events of one subscriber, newest first.
pub async fn history(tx: &mut Tx, subscriber: SubscriberId) -> Result<Vec<ConsentEvent>> {
    queries::history(tx, subscriber).await
}

/// Deletes the network addresses and user agents of up to `most` events from before `before`. Returns how many.
pub async fn forget_ips(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    chain::hold(tx).await?;
    queries::forget_connections(tx, before, most).await
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
    if wishes.advertising != AdvertisingChoice::None {
        changes.push(Change::to("advertising", wishes.advertising.as_str()));
    }
    Ok(changes)
}
