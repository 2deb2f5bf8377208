//! The notice of a reply to the author of the answered comment, once for each reply.

use super::queries;
use crate::app::App;
use crate::clock::DAY;
use crate::comments::display::thread_name;
use crate::comments::emails::{ReplyDetails, ReplyMail, rendered};
use crate::comments::model::CommentId;
use crate::comments::paths::permalink;
use crate::comments::reply_address::{self, Answerer};
use crate::comments::thread;
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{self, Tx};
use crate::token::{Purpose, Signer};

/// Others can type a proved address, so notices to one address have a limit.
pub(super) const TO_ONE_ADDRESS: Limit = Limit {
    bucket: "reply-mails",
    most: 20,
    window: DAY,
};

/// Days for which a notice can be answered by mail.
const ANSWER_DAYS: i64 = 30;

/// Enqueues the notice of a reply, unless its author wrote both comments or wants no notices.
pub async fn notify_parent_author(tx: &mut Tx, app: &App, reply: CommentId) -> store::Result<()> {
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
    let person = Answerer::Reader(notice.parent_id);
    let reply_to = reply_address::of(app, person, reply, &notice.recipient.key(), ANSWER_DAYS);
    let mail = ReplyDetails {
        name: notice.name.as_str(),
        recipient: notice.recipient_name.as_str(),
        title: &title,
        body: &notice.body,
        html: &notice.html,
        link: app.url(&permalink(&notice.thread_key, reply)),
        unsubscribe: &unsubscribe,
        answer_days: reply_to.as_ref().map(|_| ANSWER_DAYS),
    };
    let letter = ReplyMail::letter(&mail, notice.locale, &app.site_frame());
    let Some(mut letter) = rendered(letter) else {
        return Ok(());
    };
    letter.unsubscribe = Some(unsubscribe.clone());
    letter.reply_to = reply_to;
    let mail = NewMail {
        kind: "reply",
        recipient: notice.recipient,
        recipient_name: Some(notice.recipient_name),
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: Some(format!("reply:{reply}")),
        about: Some(reply.subject()),
    };
    app.enqueue_mail(tx, mail).await?;
    Ok(())
}

/// The token names the recipient's comment. It never expires, since an e-mail may be read years later.
pub(super) fn token(signer: &Signer, comment: CommentId) -> String {
    signer.sign(Purpose::ReplyNotices, &comment.to_string(), None)
}
