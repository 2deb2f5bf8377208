//! A lost link to the preferences, mailed again. The answer tells nobody whether the address is a subscriber's.

use futures_util::FutureExt;

use super::find::{find, find_by_email};
use super::model::{SubscriberId, SubscriberState};
use super::unsolicited_mail_cap::{MailSlot, UnsolicitedMail};
use super::{emails, unsolicited_mail_cap};
use crate::address::EmailAddress;
use crate::app::App;
use crate::jobs::{self, Job, JobError, JobResult};
use crate::store::{self, Tx};
use crate::token::{Purpose, hex};

/// The job that mails a lost link to the preferences; its subject is the subscriber's id.
pub const LOST_LINK: Job = Job {
    kind: "lost-link",
    run: |app, subject| mail_link(app, subject).boxed(),
};

/// Queues a link to the preferences for the reader of this mailbox, if it is a subscriber's. For any other address a job that
/// does nothing is queued: the same work is done before the answer, so its time tells nothing.
pub async fn send_link(tx: &mut Tx, app: &App, email: &EmailAddress) -> store::Result<()> {
    let known = find_by_email(tx, email).await?;
    let nobody = hex(&app.signer().keyed_hash(Purpose::MailCaps, email.as_str()));
    let subject = known.map_or(nobody, |known| known.id.0.to_string());
    jobs::enqueue(tx, LOST_LINK.kind, &subject, app.now()).await
}

async fn mail_link(app: App, subject: String) -> JobResult {
    let Ok(id) = subject.parse().map(SubscriberId) else {
        return Ok(());
    };
    let mut tx = app.write().await?;
    let known = find(&mut tx, id).await?;
    let known = known.filter(|known| {
        matches!(
            known.state,
            SubscriberState::Confirmed | SubscriberState::Unsubscribed
        )
    });
    let Some(subscriber) = known else {
        return Ok(());
    };
    // The asker is told nothing of a refusal: only who is known here can be refused.
    if let MailSlot::At(due) =
        unsolicited_mail_cap::may_mail(&mut tx, &app, UnsolicitedMail::LostLink, &subscriber.email)
            .await?
    {
        emails::preferences_link(&mut tx, &app, &subscriber, due)
            .await
            .map_err(|error| JobError::Retry(error.to_string()))?;
    }
    Ok(tx.commit().await?)
}
