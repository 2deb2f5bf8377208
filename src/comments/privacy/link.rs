//! The mailed link by which an author sees, exports and erases what is stored with an address. The answer to who asks for one is the
//! same for every address.

use futures_util::FutureExt;

use super::queries;
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::{DAY, HOUR, Timestamp};
use crate::comments::emails::{MyDataMail, rendered};
use crate::comments::model::CommentId;
use crate::jobs::{self, Job, JobError, JobResult};
use crate::outbox::{MailContent, NewMail};
use crate::store::{Result, Tx};
use crate::subscribers::unsolicited_mail_cap::{self, MailSlot, UnsolicitedMail};
use crate::token::{Purpose, SignatureError, Signer, hex};

/// The job that mails the link; its subject is the id of a comment.
pub const LINK_JOB: Job = Job {
    kind: "my-data-link",
    run: |app, subject| mail_link(app, subject).boxed(),
};

/// Seconds for which a link is valid.
const LINK_LIFE: i64 = DAY;

/// Queues a link for the author behind this address, if there is one. For any other address a job that does nothing is queued: the same
/// work is done before the answer, so its time tells nothing.
pub async fn send_link(tx: &mut Tx, app: &App, email: &EmailAddress) -> Result<()> {
    let known = queries::any(tx, &email.key()).await?;
    let nobody = hex(&app.signer().keyed_hash(Purpose::MailCaps, email.as_str()));
    let subject = known.map_or(nobody, |comment| comment.to_string());
    jobs::enqueue(tx, LINK_JOB.kind, &subject, app.now()).await
}

async fn mail_link(app: App, subject: String) -> JobResult {
    let Ok(comment) = subject.parse::<CommentId>() else {
        return Ok(());
    };
    let mut tx = app.write().await?;
    let Some(person) = queries::person(&mut tx, comment).await? else {
        return Ok(());
    };
    // The asker is told nothing of a refusal: only who is known here can be refused.
    let slot =
        unsolicited_mail_cap::may_mail(&mut tx, &app, UnsolicitedMail::MyData, &person.email);
    let due = match slot.await? {
        MailSlot::At(due) => due,
        MailSlot::Never => return Ok(()),
        MailSlot::Overloaded { .. } => {
            return Err(JobError::Retry("too many mails wait already".into()));
        }
    };
    let now = app.now();
    let expires = Some(now.plus(LINK_LIFE));
    let link = app.signer().sign(Purpose::MyData, &subject, expires);
    let t = person.locale.translator();
    let mail = MyDataMail {
        t,
        site: &app.site_frame(),
        email: person.email.as_str(),
        asked: t.date_time(now, &app.config().site.time_zone),
        url: app.url(&format!("/comments/mine/{link}")),
        hours: LINK_LIFE / HOUR,
    };
    let Some(letter) = rendered(mail.letter()) else {
        return Ok(());
    };
    let mail = NewMail {
        kind: "my-data",
        recipient: person.email.clone(),
        recipient_name: None,
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: None,
        about: Some(comment.subject()),
    };
    app.post_for(&mut tx, mail, due).await?;
    Ok(tx.commit().await?)
}

/// The comment that a link names: its author is who may see.
pub fn comment_of(
    signer: &Signer,
    link: &str,
    now: Timestamp,
) -> std::result::Result<CommentId, SignatureError> {
    let comment = signer.verify(Purpose::MyData, link, now)?;
    comment.parse().map_err(|_| SignatureError::Forged)
}
