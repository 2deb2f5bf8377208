//! What goes with a comment that its author takes back, and what grows old.

use super::queries;
use crate::clock::{DAY, Timestamp};
use crate::comments::model::CommentId;
use crate::outbox;
use crate::store::{Result, Tx};

/// Seconds for which it is known who was told of a comment. Whoever is told again later hears of an approval that is that old.
const KEPT_FOR: i64 = 90 * DAY;

/// Deletes the notices of a comment and empties the daily mails that quote it.
pub async fn forget_comment(tx: &mut Tx, comment: CommentId, now: Timestamp) -> Result<()> {
    let mails = queries::mails_with(tx, comment).await?;
    outbox::forget_about(tx, &mails, now).await?;
    queries::forget_comment(tx, comment).await
}

/// Deletes old notices, and choices for threads in which an address has no comment any more.
pub async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    queries::forget_old(tx, now.plus(-KEPT_FOR)).await?;
    queries::forget_unused_choices(tx).await
}
