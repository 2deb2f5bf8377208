//! The mails of notices: each is written once, and its result is kept when the outbox forgets it.

use futures_util::FutureExt;

use super::model::{AdvertisingConsent, NewNotice, NoticeKind, NoticeState};
use super::{emails, queries};
use crate::app::App;
use crate::clock::Timestamp;
use crate::jobs::{self, Job, JobError, JobResult};
use crate::outbox::{MailContent, NewMail};
use crate::store::{Result, Tx};
use crate::subscribers::find::find;
use crate::subscribers::model::SubscriberId;

/// The job that mails a notice; its subject is the notice's number.
pub const NOTICE: Job = Job {
    kind: "advertising-notice",
    run: |app, subject| mail(app, subject).boxed(),
};

/// Writes a notice down, and queues its mail.
pub(super) async fn queue(tx: &mut Tx, notice: &NewNotice<'_>, now: Timestamp) -> Result<()> {
    let words: Vec<&str> = notice.acts.iter().map(|act| act.as_str()).collect();
    let id = queries::insert(tx, notice, &words.join(" ")).await?;
    jobs::enqueue(tx, NOTICE.kind, &id.to_string(), now).await
}

/// The beginning of the key by which a notice's mail is in the outbox once.
pub(super) const KEY: &str = "advertising-notice:";

async fn mail(app: App, subject: String) -> JobResult {
    let id: i64 = subject
        .parse()
        .map_err(|_| JobError::GiveUp(format!("`{subject}` is not the number of a notice")))?;
    let mut tx = app.write().await?;
    let Some(notice) = queries::find(&mut tx, id).await? else {
        return Ok(());
    };
    let reader = match notice.subscriber_id {
        Some(reader) => find(&mut tx, reader).await?,
        None => None,
    };
    let consent = match &reader {
        Some(reader) => queries::consent(&mut tx, reader.id).await?,
        None => AdvertisingConsent::default(),
    };
    // Who withdrew meanwhile is not asked any more.
    let is_moot = notice.kind == NoticeKind::Confirmation && consent.advertising_at.is_none();
    let Some(reader) = reader.filter(|_| !is_moot) else {
        queries::set_state(&mut tx, id, NoticeState::Dropped, Some(app.now())).await?;
        return Ok(tx.commit().await?);
    };
    // A second run of the job finds it queued.
    if !queries::set_state(&mut tx, id, NoticeState::Queued, None).await? {
        return Ok(());
    }
    let letter = emails::notice(&app, &reader, &notice, consent)
        .map_err(|error| JobError::GiveUp(format!("a notice cannot be rendered: {error}")))?;
    let mail = NewMail {
        kind: match notice.kind {
            NoticeKind::Result => "advertising-result",
            NoticeKind::Confirmation => "advertising-confirmation",
        },
        recipient: reader.email.clone(),
        recipient_name: None,
        // Without the subscriber: the notice of a withdrawal goes to somebody who left.
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: Some(format!("{KEY}{id}")),
        about: None,
    };
    app.enqueue_mail(&mut tx, mail).await?;
    Ok(tx.commit().await?)
}

/// Drops the notices of a reader who is being erased.
pub async fn forget(tx: &mut Tx, reader: SubscriberId, now: Timestamp) -> Result<()> {
    queries::drop_open(tx, reader, now).await
}

/// Notices of one step.
const STEP: i64 = 500;

/// Keeps the results of the mails, and queues notices again whose job was given up.
pub async fn follow_up(app: &App) -> Result<()> {
    let mut tx = app.write().await?;
    queries::settle(&mut tx, KEY).await?;
    for id in queries::due(&mut tx, STEP).await? {
        jobs::enqueue(&mut tx, NOTICE.kind, &id.to_string(), app.now()).await?;
    }
    tx.commit().await
}
