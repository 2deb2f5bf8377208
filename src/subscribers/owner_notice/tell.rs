//! Notes each new subscriber, and tells the owners when it is time.

use super::emails::{NewSubscribers, letter};
use super::queries;
use crate::admin::{Role, accounts};
use crate::app::App;
use crate::clock::{DAY, MINUTE, Timestamp};
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

/// Its key is the date, where the site is: a mail that went late does not move the next one.
const DAILY: Limit = Limit {
    bucket: "new-subscribers-daily",
    most: 1,
    window: DAY,
};

/// The local hour of the daily mail. After a restart it goes later.
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
    let local = now.at(&config.site.time_zone);
    let is_time = match config.subscribers.tell_owners {
        TellOwners::Never => {
            // Who came earlier is not new when owners want mail again.
            queries::take_untold(tx).await?;
            false
        }
        TellOwners::Soon => queries::has_untold(tx).await? && is_free(tx, AT_ONCE, "", now).await?,
        // A morning without new ones counts too: who comes later that day waits for the next.
        TellOwners::Daily => {
            let date = local.date().to_string();
            local.hour() >= HOUR_OF_MAIL && is_free(tx, DAILY, &date, now).await?
        }
    };
    if !is_time {
        return Ok(());
    }
    let new = queries::take_untold(tx).await?;
    if new.is_empty() {
        return Ok(());
    }
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

async fn is_free(tx: &mut Tx, limit: Limit, key: &str, now: Timestamp) -> Result<bool> {
    Ok(limit.peek(tx, key, now).await? == Hit::Within
        && limit.hit(tx, key, now).await? == Hit::Within)
}
