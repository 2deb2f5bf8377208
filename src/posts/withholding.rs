//! Decisions of the owner on a post's mail: withheld, released, or sent once more.

use super::model::PostId;
use super::queries;
use crate::clock::{DAY, Timestamp};
use crate::config::LEAST_DAYS_OF_MAILS;
use crate::store::{Result, Tx};

/// A decision on the mail of one post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailDecision {
    /// Keep the post out of every digest and welcome mail from now on.
    Withhold,
    /// Let a withheld post go. It is new to everybody who did not get it before.
    Release,
    /// Make the post new to every reader once more, also one of the archive.
    SendAgain,
}

/// Days after a post is let go in which the digest of each reader comes, also a monthly one.
const DAYS_OF_RELEASE: i64 = 32;

/// The moment since which it is known who got a post that is let go or opened now: mails are kept so long in any
/// configuration. One that digests first showed before is new to nobody, since some would get it twice.
pub(super) fn mails_known_since(now: Timestamp) -> Timestamp {
    now.plus(-i64::from(LEAST_DAYS_OF_MAILS) * DAY)
}

/// The moment since which the mails of posts that were let go are kept and asked for. The digests that first showed such a
/// post went out after it.
pub fn released_mails_kept_since(now: Timestamp) -> Timestamp {
    mails_known_since(now).plus(-DAYS_OF_RELEASE * DAY)
}

/// Posts that were let go or opened after their first digests, where those went out after `since`.
pub async fn released_since(tx: &mut Tx, since: Timestamp) -> Result<Vec<PostId>> {
    queries::released_since(tx, since).await
}

/// Carries out a decision. Returns false where it does not apply: to an unknown post, or to one that is withheld or
/// released already. A post that is unread or behind a password cannot be sent.
pub async fn decide_on_mail(
    tx: &mut Tx,
    id: PostId,
    decision: MailDecision,
    now: Timestamp,
) -> Result<bool> {
    let is_due = match decision {
        MailDecision::Withhold => return queries::withhold(tx, id, now).await,
        MailDecision::Release => queries::release(tx, id, mails_known_since(now)).await?,
        MailDecision::SendAgain => queries::send_again(tx, id).await?.then_some(true),
    };
    if is_due == Some(true) {
        let number = queries::next_number(tx).await?;
        queries::renumber(tx, id, number, now).await?;
    }
    Ok(is_due.is_some())
}
