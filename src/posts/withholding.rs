//! Decisions of the owner on a post's mail: withheld, released, or sent once more.

use super::model::PostId;
use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// A decision on the mail of one post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailDecision {
    /// Keep the post out of every digest and welcome mail from now on.
    Withhold,
    /// Let a withheld post go. If no digest has shown it, it is new to everybody whose digests come from now on.
    Release,
    /// Make the post new to every reader once more, also one of the archive.
    SendAgain,
}

/// Carries out a decision. Returns false where it does not apply: to an unknown post, to one that is withheld or released
/// already, and for sending to one that is unread or behind a password.
pub async fn decide_on_mail(
    tx: &mut Tx,
    id: PostId,
    decision: MailDecision,
    now: Timestamp,
) -> Result<bool> {
    let is_due = match decision {
        MailDecision::Withhold => return queries::withhold(tx, id, now).await,
        MailDecision::Release => queries::release(tx, id).await?,
        MailDecision::SendAgain => queries::send_again(tx, id).await?.then_some(true),
    };
    if is_due == Some(true) {
        let number = queries::next_number(tx).await?;
        queries::renumber(tx, id, number, now).await?;
    }
    Ok(is_due.is_some())
}
