//! Leaving: one click is enough, a second does nothing, and what waits to be sent is not sent.

use super::consent::{Action, Evidence};
use super::{SubscriberId, confirmation, consent, queries};
use crate::clock::Timestamp;
use crate::delivery;
use crate::store::{Result, Tx};

/// Ends a subscription; true when there was one to end.
pub async fn leave(
    tx: &mut Tx,
    id: SubscriberId,
    evidence: &Evidence,
    now: Timestamp,
) -> Result<bool> {
    let left = queries::leave(tx, id, now).await?;
    if left {
        consent::record(tx, id, Action::Left, evidence, &[], now).await?;
    }
    confirmation::close(tx, id, now).await?;
    delivery::drop_for_subscriber(tx, id.0, "unsubscribed", now).await?;
    Ok(left)
}

/// Erases a subscriber with everything that names them: choices, consent record, links, and their mails.
pub async fn erase(tx: &mut Tx, id: SubscriberId) -> Result<()> {
    delivery::forget_subscriber(tx, id.0).await?;
    queries::erase(tx, id).await
}
