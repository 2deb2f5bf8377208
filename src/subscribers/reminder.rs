//! The reminder to a new subscriber who has not confirmed, once, a day after the sign-up, where `subscribers.reminder` says so. Somebody
//! else may have typed the address, so it counts among the three mails that strangers can cause.

use super::error::Error;
use super::model::{Subscriber, SubscriberId, SubscriberState};
use super::unsolicited_mail_cap::{MailSlot, UnsolicitedMail, may_mail};
use super::{confirmation, queries};
use crate::app::App;
use crate::clock::{DAY, HOUR, Timestamp};
use crate::store::{self, Tx};

/// Seconds after the sign-up.
const AFTER: i64 = DAY;

/// Subscribers in one run.
const BATCH: i64 = 200;

/// Has a new subscriber reminded later.
pub(super) async fn plan(tx: &mut Tx, app: &App, id: SubscriberId) -> store::Result<()> {
    if !app.config().subscribers.reminder {
        return Ok(());
    }
    queries::set_reminder(tx, id, Some(app.now().plus(AFTER))).await
}

/// Returns some of those whose reminder is due at `now`.
pub async fn due(tx: &mut Tx, now: Timestamp, most: i64) -> store::Result<Vec<SubscriberId>> {
    queries::to_remind(tx, now, most).await
}

/// Reminds whoever is due, each in a transaction of their own: like a sign-up, it locks one subscriber and then the rates of
/// mail. Who cannot be reminded keeps nobody else waiting. A schedule runs it.
pub async fn remind(app: &App) -> store::Result<()> {
    let ids = due(&mut app.read().await?, app.now(), BATCH).await?;
    for id in ids {
        if let Err(error) = remind_one(app, id).await {
            tracing::error!(%error, subscriber = id.0, "a subscriber cannot be reminded");
            let mut tx = app.write().await?;
            queries::set_reminder(&mut tx, id, None).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

async fn remind_one(app: &App, id: SubscriberId) -> Result<(), Error> {
    let now = app.now();
    let mut tx = app.write().await?;
    let taken = queries::take_reminder(&mut tx, id, now).await?;
    let pending = taken.filter(|taken| taken.state == SubscriberState::Pending);
    if let (Some(subscriber), true) = (pending, app.config().subscribers.reminder) {
        send(&mut tx, app, &subscriber, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn send(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(wishes) = confirmation::newest_wishes(tx, subscriber.id, now).await? else {
        return Ok(());
    };
    match may_mail(tx, app, UnsolicitedMail::Reminder, &subscriber.email).await? {
        MailSlot::At(due) => confirmation::send_reminder(tx, app, subscriber, &wishes, due).await,
        MailSlot::Never => Ok(()),
        MailSlot::Overloaded { .. } => {
            Ok(queries::set_reminder(tx, subscriber.id, Some(now.plus(HOUR))).await?)
        }
    }
}
