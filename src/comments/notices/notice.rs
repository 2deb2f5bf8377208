//! The notice of a public comment: to the author of the answered comment, and to whoever chose the whole thread. Each reader is told
//! of a comment once.

use super::model::{CommentNotice, NoticePace, NoticeScope};
use super::queries;
use crate::app::App;
use crate::clock::DAY;
use crate::comments::display::thread_name;
use crate::comments::emails::{ReplyDetails, ReplyMail, rendered};
use crate::comments::model::CommentId;
use crate::comments::paths::permalink;
use crate::comments::reply_address::{self, Answerer};
use crate::comments::thread;
use crate::jobs;
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{self, Tx};
use crate::token::{Purpose, Signer};

/// The kind of the job that tells those who chose the whole thread. Its subject is the id of a comment.
pub const FOLLOWERS_JOB: &str = "thread-notices";

/// Others can type a proved address, so notices to one address have a limit. What is over it waits for the daily mail.
pub(super) const TO_ONE_ADDRESS: Limit = Limit {
    bucket: "reply-mails",
    most: 20,
    window: DAY,
};

/// Days for which a notice can be answered by mail.
const ANSWER_DAYS: i64 = 30;

/// Tells the author of the answered comment, unless they wrote both or want no notices, and leaves a job for those who chose the
/// whole thread.
pub async fn notify_readers(tx: &mut Tx, app: &App, comment: CommentId) -> store::Result<()> {
    if let Some(notice) = queries::notice(tx, comment).await? {
        tell(tx, app, comment, notice, NoticeScope::Replies).await?;
    }
    if queries::has_followers(tx, comment).await? {
        jobs::enqueue(tx, FOLLOWERS_JOB, &comment.to_string(), app.now()).await?;
    }
    Ok(())
}

/// Enqueues the mail about a comment, or leaves it for the daily mail. A reader who was told, or is to be told, is passed over.
pub(super) async fn tell(
    tx: &mut Tx,
    app: &App,
    comment: CommentId,
    notice: CommentNotice,
    scope: NoticeScope,
) -> store::Result<()> {
    let now = app.now();
    if !queries::note(tx, &notice, comment, now).await? || notice.pace == NoticePace::Daily {
        return Ok(());
    }
    let key = notice.recipient.mailbox();
    if let Hit::Over { .. } = TO_ONE_ADDRESS.hit(tx, &key, now).await? {
        return Ok(());
    }
    queries::set_told(tx, &notice.email_key, comment, now).await?;
    let known = thread::title(tx, &notice.thread_key).await?;
    let title = thread_name(
        known.or(Some(notice.thread_title)),
        notice.locale.translator(),
        &app.config().site.name,
    );
    let unsubscribe = app.url(&path(app.signer(), notice.own_id));
    let person = Answerer::Reader(notice.own_id);
    let reply_to = reply_address::of(app, person, comment, &notice.recipient.key(), ANSWER_DAYS);
    let is_reply = scope == NoticeScope::Replies;
    let mail = ReplyDetails {
        is_reply,
        name: notice.name.as_str(),
        recipient: notice.recipient_name.as_str(),
        title: &title,
        body: &notice.body,
        html: &notice.html,
        link: app.url(&permalink(&notice.thread_key, comment)),
        unsubscribe: &unsubscribe,
        answer_days: reply_to.as_ref().map(|_| ANSWER_DAYS),
    };
    let letter = ReplyMail::letter(&mail, notice.locale, &app.site_frame());
    let Some(mut letter) = rendered(letter) else {
        return Ok(());
    };
    letter.unsubscribe = Some(unsubscribe.clone());
    letter.reply_to = reply_to;
    // Readers who were told before notices were noted are known by the key.
    let dedupe_key = is_reply.then(|| format!("reply:{comment}"));
    let kind = if is_reply { "reply" } else { "thread-comment" };
    let mail = NewMail {
        kind,
        recipient: notice.recipient,
        recipient_name: Some(notice.recipient_name),
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key,
        about: Some(comment.subject()),
    };
    app.enqueue_mail(tx, mail).await?;
    Ok(())
}

/// The path of the page that ends the notices of a thread. Its token names the recipient's comment. It never expires, since an e-mail
/// may be read years later.
pub(super) fn path(signer: &Signer, comment: CommentId) -> String {
    let token = signer.sign(Purpose::ReplyNotices, &comment.to_string(), None);
    format!("/comments/notices/{token}")
}
