//! Seals events that no open transaction can precede any more. A node that dies leaves nothing to be cleaned up: the lock of the
//! chain's end is the lease, and it ends with its transaction.

use super::link::seal_of;
use super::queries;
use crate::app::App;
use crate::store::{Horizon, Result, Tx};

/// Events of one transaction.
const BATCH: i64 = 500;

/// What sealing waits for from one call to the next: the end of transactions that may still insert earlier events.
#[derive(Debug, Default)]
pub struct Sealing {
    horizon: Option<Horizon>,
}

/// Seals what can be sealed now. Returns the number of events.
pub async fn seal(app: &App, sealing: &mut Sealing) -> Result<u64> {
    let mut tx = app.read().await?;
    let end = queries::end(&mut tx).await?;
    if queries::oldest_after(&mut tx, end.sealed).await?.is_none() {
        return Ok(0);
    }
    let mut horizon = if let Some(horizon) = sealing.horizon.take() {
        horizon
    } else {
        Horizon::of(&mut tx, "consent_events").await?
    };
    if !horizon.is_settled(&mut tx).await? {
        sealing.horizon = Some(horizon);
        return Ok(0);
    }
    drop(tx);
    let mut sealed = 0;
    loop {
        let some = seal_batch(app, horizon.last()).await?;
        if some == 0 {
            return Ok(sealed);
        }
        sealed += some;
    }
}

async fn seal_batch(app: &App, last: i64) -> Result<u64> {
    let mut tx = app.write().await?;
    hold(&mut tx).await?;
    let mut end = queries::end(&mut tx).await?;
    let events = queries::events_between(&mut tx, end.sealed, last, BATCH).await?;
    if events.is_empty() {
        return Ok(0);
    }
    let mut seals = Vec::with_capacity(events.len());
    for event in &events {
        let salts = [app.random().bytes(), app.random().bytes()];
        let (seal, hash) = seal_of(event, &end.hash, salts);
        end.hash = hash.to_vec();
        end.sealed = event.id;
        seals.push((event.id, seal));
    }
    queries::insert(&mut tx, &seals).await?;
    queries::set_end(&mut tx, &end).await?;
    tx.commit().await?;
    Ok(u64::try_from(seals.len()).unwrap_or_default())
}

/// Locks the end of the chain until the transaction ends: no event is sealed while its values are emptied.
pub(in crate::subscribers::consent) async fn hold(tx: &mut Tx) -> Result<()> {
    queries::hold(tx).await
}
