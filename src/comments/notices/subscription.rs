//! The links of one author's notices: to choose what comes of a thread, and to end them there and everywhere.

use super::model::{NoticeChoice, NoticeLinkError, NoticeScope, NoticeSubscription};
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

/// Stores what one author chose for one thread. A second call changes nothing.
pub async fn choose(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    choice: NoticeChoice,
    now: Timestamp,
) -> Result<NoticeSubscription, NoticeLinkError> {
    let mut subscription = subscription(tx, signer, link, now).await?;
    let (thread, email_key) = (subscription.thread_id, &subscription.email_key);
    if email_key.is_empty() {
        return Err(NoticeLinkError::Forged);
    }
    queries::choose(tx, thread, email_key, choice).await?;
    if choice.scope == NoticeScope::Replies {
        queries::forget_waiting_others(tx, thread, email_key).await?;
    }
    subscription.set_choice(choice);
    Ok(subscription)
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
