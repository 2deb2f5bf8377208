//! Notes each new subscriber, and tells the owners when it is time.

use super::emails::{NewSubscribers, letter};
use super::queries;
use crate::admin::{Role, accounts};
use crate::app::App;
use crate::clock::{HOUR, MINUTE};
use crate::config::TellOwners;
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{Result, Tx};
use crate::subscribers::error::Error;
use crate::subscribers::list;
use crate::subscribers::model::{SubscriberId, SubscriberState};

/// The first new subscriber is told at once; who comes within some minutes of a mail is in the next one.
const AT_ONCE: Limit = Limit {
    bucket: "new-subscribers",
    most: 1,
    window: 10 * MINUTE,
};

/// Less than a day: a mail that went a little late does not move the next one.
const DAILY: Limit = Limit {
    bucket: "new-subscribers-daily",
    most: 1,
    window: 20 * HOUR,
};

/// The local hour of the daily mail.
const HOUR_OF_MAIL: i8 = 8;

/// Notes a new subscriber for the next mail.
pub(in crate::subscribers) async fn note(tx: &mut Tx, app: &App, id: SubscriberId) -> Result<()> {
    if app.config().subscribers.tell_owners == TellOwners::Never {
        return Ok(());
    }
    queries::insert(tx, id).await
}

/// Tells the owners of those who were noted, if it is time. A schedule runs it.
pub async fn tell(tx: &mut Tx, app: &App) -> std::result::Result<(), Error> {
    let (config, now) = (app.config(), app.now());
    let limit = match config.subscribers.tell_owners {
        TellOwners::Never => return Ok(()),
        TellOwners::Soon => AT_ONCE,
        TellOwners::Daily => DAILY,
    };
    let hour = now.at(&config.site.time_zone).hour();
    if config.subscribers.tell_owners == TellOwners::Daily && hour != HOUR_OF_MAIL {
        return Ok(());
    }
    if !queries::has_untold(tx).await?
        || limit.peek(tx, "", now).await? != Hit::Within
        || limit.hit(tx, "", now).await? != Hit::Within
    {
        return Ok(());
    }
    let new = queries::take_untold(tx).await?;
    let counts = list::count_by_state(tx).await?;
    let confirmed = counts
        .iter()
        .find(|count| count.state == SubscriberState::Confirmed);
    let mail = NewSubscribers {
        count: i64::try_from(new.len()).unwrap_or(i64::MAX),
        all: confirmed.map_or(0, |count| count.count),
        link: app.url(&match new.as_slice() {
            [one] => format!("/admin/subscribers/{}", one.0),
            _ => "/admin/subscribers".to_owned(),
        }),
    };
    for account in accounts::all(tx).await? {
        if account.role != Role::Owner || account.is_invited() {
            continue;
        }
        let content = letter(&mail, account.locale, &app.site_frame())?;
        let mail = NewMail {
            kind: "new-subscribers",
            dedupe_key: None,
            about: None,
            recipient: account.email,
            recipient_name: None,
            subscriber: None,
            content: MailContent::Own(Box::new(content)),
        };
        app.enqueue_mail(tx, mail).await?;
    }
    Ok(())
}
