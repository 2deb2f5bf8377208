//! Reply notices: the author of a comment hears of each answer once, until they end it for the thread.

mod queries;

use super::emails::{Reply, ReplyMail};
use super::moderation::rendered;
use super::{CommentId, ThreadId, ThreadKey};
use crate::address::{DisplayName, EmailAddress};
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::delivery::{Content, Mail};
use crate::i18n::Locale;
use crate::store::{self, Tx};
use crate::token::{Purpose, SignatureError, Signer};
use crate::web::limits::{Hit, Limit};

/// A public reply and the author of the comment that it answers.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Notice {
    parent_id: CommentId,
    recipient: EmailAddress,
    recipient_name: DisplayName,
    locale: Locale,
    name: DisplayName,
    body: String,
    html: String,
    thread_key: ThreadKey,
    thread_title: String,
}

/// Nobody proves that an address in the form is theirs, so whoever types another's cannot flood it.
const TO_ONE_ADDRESS: Limit = Limit {
    bucket: "reply-mails",
    most: 20,
    window: DAY,
};

/// Tells the author of the answered comment, when they want to hear of it and did not write the answer themselves.
pub(super) async fn tell_parent(tx: &mut Tx, app: &App, reply: CommentId) -> store::Result<()> {
    let Some(notice) = queries::notice(tx, reply).await? else {
        return Ok(());
    };
    let key = notice.recipient.key();
    if let Hit::Over { .. } = TO_ONE_ADDRESS.hit(tx, &key, app.now()).await? {
        return Ok(());
    }
    let unsubscribe = app.url(&format!(
        "/comments/notices/{}",
        token(app.signer(), notice.parent_id)
    ));
    let mail = Reply {
        name: notice.name.as_str(),
        recipient: notice.recipient_name.as_str(),
        title: &notice.thread_title,
        body: &notice.body,
        html: &notice.html,
        link: app.url(&super::permalink(&notice.thread_key, reply)),
        unsubscribe: &unsubscribe,
    };
    let letter = ReplyMail::letter(&mail, notice.locale, &app.site_frame());
    let Some(mut letter) = rendered(letter) else {
        return Ok(());
    };
    letter.unsubscribe = Some(unsubscribe.clone());
    let mail = Mail {
        kind: "reply",
        recipient: notice.recipient,
        recipient_name: Some(notice.recipient_name),
        subscriber: None,
        content: Content::Own(Box::new(letter)),
        dedupe_key: Some(format!("reply:{reply}")),
    };
    app.post(tx, mail).await?;
    Ok(())
}

/// The link names the comment whose author reads it; it never expires, since a mail may be read years later.
fn token(signer: &Signer, comment: CommentId) -> String {
    signer.sign(Purpose::ReplyNotices, &comment.to_string(), None)
}

/// What a link to end notices is about.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Subscription {
    thread_id: ThreadId,
    email_key: String,
    /// The thread's title.
    pub title: String,
    /// The thread's name.
    pub thread_key: ThreadKey,
    /// The language of the comment's author.
    pub locale: Locale,
    /// False once the notices were ended.
    pub is_on: bool,
}

/// Why a link to end notices leads nowhere.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Not one of ours, or its comment is gone.
    #[error("the link is not one of ours")]
    Forged,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Reads a link to end notices.
pub async fn subscription(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    now: Timestamp,
) -> Result<Subscription, LinkError> {
    let comment = signer
        .verify(Purpose::ReplyNotices, link, now)
        .map_err(|_: SignatureError| LinkError::Forged)?;
    let comment = comment.parse().map_err(|_| LinkError::Forged)?;
    queries::subscription(tx, comment)
        .await?
        .ok_or(LinkError::Forged)
}

/// Ends the notices of one author in one thread, for good; twice is harmless.
pub async fn end(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    now: Timestamp,
) -> Result<Subscription, LinkError> {
    let mut subscription = subscription(tx, signer, link, now).await?;
    queries::opt_out(tx, subscription.thread_id, &subscription.email_key, now).await?;
    subscription.is_on = false;
    Ok(subscription)
}
