//! Asking for the link that claims an address. Every address gets the same answer after the same work: whether a mail may go there is
//! looked up by a job.

use std::net::IpAddr;

use super::emails::AuthorLinkMail;
use super::model::{AskError, AskedLink, AuthorLinkId, UnmailedLink};
use super::queries;
use crate::app::App;
use crate::clock::{DAY, HOUR, Timestamp};
use crate::comments::emails::rendered;
use crate::jobs::{self, JobError, JobResult};
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{self, Tx};
use crate::subscribers::unsolicited_mail_cap::{self, MailSlot, UnsolicitedMail};
use crate::token::Token;

/// The kind of the job. Its subject is the id of a link.
pub const JOB: &str = "author-link";

/// Seconds for which a link is valid. Its mail may wait a day for its turn.
const LINK_LIFE: i64 = 3 * DAY;

/// Links that one client may ask for.
const ASKED: Limit = Limit {
    bucket: "author-links",
    most: 10,
    window: HOUR,
};

/// Inserts a link and enqueues its mail.
pub async fn ask(tx: &mut Tx, app: &App, asked: &AskedLink, ip: IpAddr) -> Result<(), AskError> {
    let now = app.now();
    if let Hit::Over { retry_after } = ASKED.hit_mailing_client(tx, ip, now).await? {
        return Err(AskError::TooMany { retry_after });
    }
    let id = queries::insert(tx, asked, now.plus(LINK_LIFE)).await?;
    jobs::enqueue(tx, JOB, &id.to_string(), now).await?;
    Ok(())
}

/// Mails a link, within the caps of mails that strangers cause. Beyond them the link is deleted, and nobody is told.
pub async fn run(app: App, subject: String) -> JobResult {
    let Ok(id) = subject.parse::<AuthorLinkId>() else {
        return Ok(());
    };
    let mut tx = app.write().await?;
    let Some(link) = queries::unmailed(&mut tx, id).await? else {
        return Ok(());
    };
    let slot =
        unsolicited_mail_cap::may_mail(&mut tx, &app, UnsolicitedMail::AuthorLink, &link.email);
    match slot.await? {
        MailSlot::At(due) => mail(&mut tx, &app, id, link, due).await?,
        MailSlot::Never => queries::delete(&mut tx, id).await?,
        MailSlot::Overloaded { .. } => {
            return Err(JobError::Retry("too many mails wait already".into()));
        }
    }
    Ok(tx.commit().await?)
}

async fn mail(
    tx: &mut Tx,
    app: &App,
    id: AuthorLinkId,
    link: UnmailedLink,
    due: Timestamp,
) -> store::Result<()> {
    let token = Token::draw(app.random());
    let t = link.locale.translator();
    let mail = AuthorLinkMail {
        t,
        site: &app.site_frame(),
        email: link.email.as_str(),
        asked: t.date_time(app.now(), &app.config().site.time_zone),
        url: app.url(&format!("/comments/author/{}", token.as_str())),
        days: LINK_LIFE / DAY,
    };
    let Some(letter) = rendered(mail.letter()) else {
        return Ok(());
    };
    queries::set_token(tx, id, &token.hash()).await?;
    let mail = NewMail {
        kind: "author-link",
        recipient: link.email,
        // An unproved address gets no word that a stranger typed, so no name.
        recipient_name: None,
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: None,
        about: None,
    };
    app.post_for(tx, mail, due).await?;
    Ok(())
}

/// Deletes links that have expired: each names an address.
pub async fn forget_ended(tx: &mut Tx, now: Timestamp) -> store::Result<u64> {
    queries::delete_ended(tx, now).await
}
