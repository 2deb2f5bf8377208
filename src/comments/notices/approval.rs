//! The notice of an approval to the author of a comment that waited, once for each comment.

use super::notice::{TO_ONE_ADDRESS, path};
use super::queries;
use crate::app::App;
use crate::comments::display::thread_name;
use crate::comments::emails::{ApprovedDetails, ApprovedMail, rendered};
use crate::comments::model::CommentId;
use crate::comments::paths::permalink;
use crate::comments::thread;
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::Hit;
use crate::store::{self, Tx};

/// Enqueues the notice that a moderator approved a comment, to an author who wants notices and has proved the address.
pub async fn notify_author(tx: &mut Tx, app: &App, comment: CommentId) -> store::Result<()> {
    let Some(notice) = queries::approved(tx, comment).await? else {
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
    let unsubscribe = app.url(&path(app.signer(), comment));
    let mail = ApprovedDetails {
        recipient: notice.recipient_name.as_str(),
        title: &title,
        link: app.url(&permalink(&notice.thread_key, comment)),
        unsubscribe: &unsubscribe,
    };
    let letter = ApprovedMail::letter(&mail, notice.locale, &app.site_frame());
    let Some(mut letter) = rendered(letter) else {
        return Ok(());
    };
    letter.unsubscribe = Some(unsubscribe.clone());
    let mail = NewMail {
        kind: "comment-approved",
        recipient: notice.recipient,
        recipient_name: Some(notice.recipient_name),
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: Some(format!("comment-approved:{comment}")),
        about: Some(comment.subject()),
    };
    app.enqueue_mail(tx, mail).await?;
    Ok(())
}
