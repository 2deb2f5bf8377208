//! The reminder to a new subscriber who has not confirmed, once, a day after the sign-up, where `subscribers.reminder` says so. Somebody
//! else may have typed the address, so it counts among the three mails that strangers can cause.

use super::error::Error;
use super::model::{SubscriberId, SubscriberState};
use super::unsolicited_mail_cap::{MailSlot, UnsolicitedMail, may_mail};
use super::{confirmation, queries};
use crate::app::App;
use crate::clock::{DAY, HOUR};
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

/// Reminds whoever is due. A schedule runs it.
pub async fn remind(tx: &mut Tx, app: &App) -> Result<(), Error> {
    let now = app.now();
    for id in queries::to_remind(tx, now, BATCH).await? {
        queries::set_reminder(tx, id, None).await?;
        let known = queries::lock(tx, id).await?;
        let pending = known.filter(|known| known.state == SubscriberState::Pending);
        let (Some(subscriber), true) = (pending, app.config().subscribers.reminder) else {
            continue;
        };
        let Some(wishes) = confirmation::newest_wishes(tx, id, now).await? else {
            continue;
        };
        match may_mail(tx, app, UnsolicitedMail::Reminder, &subscriber.email).await? {
            MailSlot::At(due) => {
                confirmation::send_reminder(tx, app, &subscriber, &wishes, due).await?;
            }
            MailSlot::Never => {}
            MailSlot::Overloaded { .. } => {
                queries::set_reminder(tx, id, Some(now.plus(HOUR))).await?;
            }
        }
    }
    Ok(())
}
