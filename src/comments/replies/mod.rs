//! Reply notices: the author of a comment hears of each answer once, until they end it for the thread. Nobody hears anything
//! before they opened a mailed link and pressed its button, once for each address and browser.

mod queries;

use super::emails::{AddressQuestion, Reply, ReplyMail};
use super::moderation::rendered;
use super::submit::NewComment;
use super::{CommentId, ThreadId, ThreadKey, thread, thread_name};
use crate::address::{DisplayName, EmailAddress};
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::i18n::Locale;
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{self, Tx};
use crate::subscribers::strangers::{self, Asked, Turn};
use crate::token::{Purpose, SignatureError, Signer, TokenHash};

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

/// A proved address can still be typed by others, who must not flood it.
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
    let key = notice.recipient.mailbox();
    if let Hit::Over { .. } = TO_ONE_ADDRESS.hit(tx, &key, app.now()).await? {
        return Ok(());
    }
    let known = thread::title(tx, &notice.thread_key).await?;
    let title = thread_name(
        known.or(Some(notice.thread_title)),
        notice.locale.translator(),
        &app.config().site.name,
    );
    let unsubscribe = app.url(&format!(
        "/comments/notices/{}",
        token(app.signer(), notice.parent_id)
    ));
    let mail = Reply {
        name: notice.name.as_str(),
        recipient: notice.recipient_name.as_str(),
        title: &title,
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
    let mail = NewMail {
        kind: "reply",
        recipient: notice.recipient,
        recipient_name: Some(notice.recipient_name),
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: Some(format!("reply:{reply}")),
    };
    app.enqueue_mail(tx, mail).await?;
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
    /// It was good once.
    #[error("the link has expired")]
    Expired,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<SignatureError> for LinkError {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Forged => Self::Forged,
            SignatureError::Expired => Self::Expired,
        }
    }
}

/// Reads a link to end notices.
pub async fn subscription(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    now: Timestamp,
) -> Result<Subscription, LinkError> {
    let comment = signer.verify(Purpose::ReplyNotices, link, now)?;
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

/// Seconds for which a link that proves an address is good.
const PROOF_LIFE: i64 = 7 * DAY;
/// One question a day to one mailbox, whatever its spelling and whatever it writes.
const QUESTIONS: Limit = Limit {
    bucket: "reply-questions",
    most: 1,
    window: DAY,
};

/// Asks the author of a comment, by mail, whether the address is theirs and wants reply notices; once for each browser. A
/// comment that no browser wrote gets no notices: nothing could prove the next one.
pub(super) async fn ask_for_proof(
    tx: &mut Tx,
    app: &App,
    comment: &NewComment,
    id: CommentId,
) -> store::Result<()> {
    let now = app.now();
    let recipient = &comment.author.email;
    let Some(browser) = &comment.browser else {
        return Ok(());
    };
    let is_settled = queries::is_proved(tx, &recipient.key(), browser).await?
        || QUESTIONS.peek(tx, &recipient.mailbox(), now).await? != Hit::Within;
    if is_settled {
        return Ok(());
    }
    let Turn::At(due) = strangers::may_mail(tx, app, Asked::CommentAddress, recipient).await?
    else {
        return Ok(());
    };
    let link = app.signer().sign(
        Purpose::ReplyAddress,
        &id.to_string(),
        Some(now.plus(PROOF_LIFE)),
    );
    let t = comment.locale.translator();
    let question = AddressQuestion {
        t,
        site: &app.site_frame(),
        email: recipient.as_str(),
        asked: t.date_time(now, &app.config().site.time_zone),
        url: app.url(&format!("/comments/notices/{link}/confirmation")),
        days: PROOF_LIFE / DAY,
    };
    let Some(letter) = rendered(question.letter()) else {
        return Ok(());
    };
    let mail = NewMail {
        kind: "reply-address",
        recipient: recipient.clone(),
        // Nothing that a stranger typed goes to an address that is not proved: no name.
        recipient_name: None,
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: None,
    };
    // Counted with the mail: a question that may not go now may go with the next comment.
    QUESTIONS.hit(tx, &recipient.mailbox(), now).await?;
    app.post_for(tx, mail, due).await?;
    Ok(())
}

/// What a link to prove an address is about.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Question {
    email_key: String,
    /// The browser that wrote the comment.
    browser: Option<TokenHash>,
    /// The thread's name.
    pub thread_key: ThreadKey,
    /// The language of the comment's author.
    pub locale: Locale,
    /// True once the address is proved for that browser.
    pub is_proved: bool,
}

/// Reads a link to prove an address.
pub async fn question(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    now: Timestamp,
) -> Result<Question, LinkError> {
    let comment = signer.verify(Purpose::ReplyAddress, link, now)?;
    let comment = comment.parse().map_err(|_| LinkError::Forged)?;
    queries::question(tx, comment)
        .await?
        .ok_or(LinkError::Forged)
}

/// Keeps the proof that whoever holds this browser reads the address's mail, and that they called the comment theirs, which
/// another browser may have written; twice is harmless.
pub async fn prove(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    browser: &TokenHash,
    now: Timestamp,
) -> Result<Question, LinkError> {
    let mut question = question(tx, signer, link, now).await?;
    queries::prove(tx, &question.email_key, browser, now).await?;
    if let Some(author) = &question.browser {
        queries::vouch(tx, &question.email_key, author, now).await?;
    }
    question.is_proved = true;
    Ok(question)
}
