//! The links that end the notices of one author: in one thread, and everywhere.

use super::model::{NoticeLinkError, NoticeSubscription};
use super::queries;
use crate::clock::Timestamp;
use crate::store::Tx;
use crate::token::{Purpose, Signer};

/// Reads a link to end notices.
pub async fn subscription(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    now: Timestamp,
) -> Result<NoticeSubscription, NoticeLinkError> {
    let comment = signer.verify(Purpose::ReplyNotices, link, now)?;
    let comment = comment.parse().map_err(|_| NoticeLinkError::Forged)?;
    queries::subscription(tx, comment)
        .await?
        .ok_or(NoticeLinkError::Forged)
}

/// Ends the notices of one author in one thread. A second call changes nothing.
pub async fn end(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    now: Timestamp,
) -> Result<NoticeSubscription, NoticeLinkError> {
    let mut subscription = subscription(tx, signer, link, now).await?;
    queries::opt_out(tx, subscription.thread_id, &subscription.email_key, now).await?;
    subscription.is_on = false;
    Ok(subscription)
}

/// Ends the notices of one author for all comments so far. A second call changes nothing; a later comment may ask for notices again.
pub async fn end_everywhere(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    now: Timestamp,
) -> Result<NoticeSubscription, NoticeLinkError> {
    let mut subscription = subscription(tx, signer, link, now).await?;
    queries::lock_threads(tx, &subscription.email_key).await?;
    queries::end_everywhere(tx, &subscription.email_key).await?;
    subscription.is_on_anywhere = false;
    Ok(subscription)
}
