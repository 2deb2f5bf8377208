//! The owner's word on a post's mail: kept back, let go, or sent once more.

use super::{PostId, queries};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// Keeps a post out of every digest and welcome mail from now on; false when there is no such post, or it is kept back already.
pub async fn hold(tx: &mut Tx, id: PostId, now: Timestamp) -> Result<bool> {
    queries::hold(tx, id, now).await
}

/// Lets a post go that was kept back: if no digest has shown it, it is new to everybody whose digests come from now on.
/// False when it was not kept back.
pub async fn release(tx: &mut Tx, id: PostId, now: Timestamp) -> Result<bool> {
    let Some(is_due) = queries::release(tx, id).await? else {
        return Ok(false);
    };
    if is_due {
        let number = queries::take_number(tx).await?;
        queries::renumber(tx, id, number, now).await?;
    }
    Ok(true)
}

/// Makes a post new to every reader once more, one of the archive too; false for one that is unknown, not read yet, or
/// behind a password.
pub async fn send_again(tx: &mut Tx, id: PostId, now: Timestamp) -> Result<bool> {
    if !queries::send_again(tx, id).await? {
        return Ok(false);
    }
    let number = queries::take_number(tx).await?;
    queries::renumber(tx, id, number, now).await?;
    Ok(true)
}
