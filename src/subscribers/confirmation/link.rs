//! Makes, mails and follows confirmation links.

use super::model::{ConfirmationLink, ConfirmationRow};
use super::queries;
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::i18n::Locale;
use crate::jobs;
use crate::outbox::suppression;
use crate::store::{self, Tx};
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::consent::{Action, ConsentEvidence};
use crate::subscribers::emails::Asker;
use crate::subscribers::error::Error;
use crate::subscribers::find::find;
use crate::subscribers::model::{
    CONFIRMATION_DAYS, Subscriber, SubscriberId, SubscriberState, Wishes,
};
use crate::subscribers::unsolicited_mail_cap::{ALIKE, MailSlot, UnsolicitedMail};
use crate::subscribers::{
    advertising, consent, departures, emails, fields, owner_notice, schedule, sign_up_places,
    topic_choices, unsolicited_mail_cap,
};
use crate::token::{Token, TokenHash};

/// Days after which an unused link is deleted, and with it a subscriber who never confirmed.
const KEPT_DAYS: i64 = 30;

/// True when an unused link with the same wishes was made a few minutes ago.
pub(crate) async fn was_just_sent(
    tx: &mut Tx,
    app: &App,
    subscriber: SubscriberId,
    wishes: &Wishes,
) -> store::Result<bool> {
    let since = app.now().plus(-ALIKE);
    let open = queries::open_since(tx, subscriber, since).await?;
    Ok(open.into_iter().any(|open| open.wishes() == *wishes))
}

/// Makes a link and mails it at `due`. Earlier links keep working.
pub(crate) async fn send_confirmation(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    wishes: &Wishes,
    due: Timestamp,
) -> Result<(), Error> {
    let token = open(tx, app, subscriber, wishes).await?;
    emails::confirmation(tx, app, subscriber, wishes, &token, Asker::Person, due).await
}

/// The wishes of the newest link that still waits for a click.
pub(crate) async fn newest_wishes(
    tx: &mut Tx,
    subscriber: SubscriberId,
    now: Timestamp,
) -> store::Result<Option<Wishes>> {
    let newest = queries::newest_open(tx, subscriber, now).await?;
    Ok(newest.map(ConfirmationRow::wishes))
}

/// Makes a link with the same wishes and mails it as a reminder at `due`.
pub(crate) async fn send_reminder(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    wishes: &Wishes,
    due: Timestamp,
) -> Result<(), Error> {
    let token = open(tx, app, subscriber, wishes).await?;
    emails::confirmation(tx, app, subscriber, wishes, &token, Asker::Reminder, due).await
}

/// Makes a link for somebody on an imported list and mails it. The mail names the list.
pub(crate) async fn send_confirmation_for_list(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    wishes: &Wishes,
    list: &str,
) -> Result<(), Error> {
    let token = open(tx, app, subscriber, wishes).await?;
    let asker = Asker::List(list);
    emails::confirmation(tx, app, subscriber, wishes, &token, asker, app.now()).await
}

async fn open(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    wishes: &Wishes,
) -> store::Result<Token> {
    let token = Token::draw(app.random());
    let now = app.now();
    let expires = now.plus(CONFIRMATION_DAYS * DAY);
    queries::insert(tx, &token.hash(), subscriber.id, wishes, now, expires).await?;
    Ok(token)
}

/// Finds the state of a link. Nothing changes.
pub async fn inspect(tx: &mut Tx, token: &str, now: Timestamp) -> store::Result<ConfirmationLink> {
    let Some(row) = queries::find(tx, &TokenHash::of(token)).await? else {
        return Ok(ConfirmationLink::Unknown);
    };
    let Some(subscriber) = find(tx, row.subscriber_id).await? else {
        return Ok(ConfirmationLink::Unknown);
    };
    let subscriber = Box::new(subscriber);
    Ok(match subscriber.state {
        SubscriberState::Confirmed => ConfirmationLink::AlreadyConfirmed(subscriber),
        SubscriberState::Complained | SubscriberState::Suppressed => {
            ConfirmationLink::Used(subscriber)
        }
        _ if row.used_at.is_some() => ConfirmationLink::Used(subscriber),
        _ if now >= row.expires_at => ConfirmationLink::Expired(subscriber),
        _ => ConfirmationLink::Open(subscriber, Box::new(row.wishes())),
    })
}

/// Confirms the subscription and queues the welcome mail. `shown` is the language that the reader chose for the page with the
/// button; without it the page was in the language of the wishes. `ticked` are the boxes about advertising on that page.
pub async fn confirm(
    tx: &mut Tx,
    app: &App,
    token: &str,
    evidence: &ConsentEvidence,
    shown: Option<Locale>,
    ticked: AdvertisingChoice,
) -> Result<ConfirmationLink, Error> {
    let now = app.now();
    let link = inspect(tx, token, now).await?;
    let ConfirmationLink::Open(subscriber, wishes) = link else {
        return Ok(link);
    };
    // Two clicks at once: the second finds the row taken.
    if !queries::mark_used(tx, &TokenHash::of(token), now).await? {
        return Ok(ConfirmationLink::AlreadyConfirmed(subscriber));
    }
    begin(tx, subscriber.id, &wishes, now).await?;
    suppression::lift_by_proof(tx, app.signer(), &subscriber.email).await?;
    departures::forget(tx, app.signer(), &subscriber.email).await?;
    let changes = consent::wished(tx, &wishes).await?;
    let evidence = evidence.clone().with_wording(
        "subscribers-confirm-heading",
        shown.unwrap_or(wishes.locale),
    );
    consent::record(
        tx,
        subscriber.id,
        Action::Confirmed,
        &evidence,
        &changes,
        now,
    )
    .await?;
    sign_up_places::confirm(tx, subscriber.id).await?;
    owner_notice::note(tx, app, subscriber.id).await?;
    // Also where it is none: whoever begins anew starts without an earlier consent.
    advertising::decide(tx, app, subscriber.id, ticked, &evidence).await?;
    jobs::enqueue(tx, "welcome", &subscriber.id.0.to_string(), now).await?;
    Ok(find(tx, subscriber.id)
        .await?
        .map_or(ConfirmationLink::Unknown, |subscriber| {
            ConfirmationLink::Confirmed(Box::new(subscriber))
        }))
}

/// Subscribes with these wishes: the first digest, the topics, and no open link.
pub(crate) async fn begin(
    tx: &mut Tx,
    id: SubscriberId,
    wishes: &Wishes,
    now: Timestamp,
) -> store::Result<()> {
    let confirmed = crate::subscribers::queries::confirm(tx, id, wishes, now).await?;
    // Counted from the click, so that the first digest is due at the hour that the page named.
    let next = schedule::next_after(
        wishes.cadence,
        confirmed.weekly_day,
        confirmed.delivery_hour,
        &confirmed.time_zone,
        now,
    );
    crate::subscribers::queries::set_next_digest(tx, id, next).await?;
    topic_choices::choose(tx, id, &wishes.topics).await?;
    fields::apply(tx, id, &wishes.fields).await?;
    queries::close(tx, id, now).await
}

/// Mails a new link to a subscriber who has not confirmed, for an owner. Returns false when there is nothing to confirm, or when the
/// mailbox has had its mails of these 24 hours.
pub async fn send_again(tx: &mut Tx, app: &App, subscriber: &Subscriber) -> Result<bool, Error> {
    if subscriber.state != SubscriberState::Pending {
        return Ok(false);
    }
    let newest = newest_wishes(tx, subscriber.id, app.now()).await?;
    let wishes = newest.unwrap_or_else(|| Wishes {
        name: None,
        locale: subscriber.locale,
        cadence: subscriber.cadence,
        topics: Vec::new(),
        fields: Vec::new(),
        advertising: AdvertisingChoice::None,
    });
    match unsolicited_mail_cap::may_mail(tx, app, UnsolicitedMail::Confirmation, &subscriber.email)
        .await?
    {
        MailSlot::At(due) => {
            send_confirmation(tx, app, subscriber, &wishes, due).await?;
            Ok(true)
        }
        MailSlot::Never => Ok(false),
        MailSlot::Overloaded { retry_after } => Err(Error::Overloaded { retry_after }),
    }
}

/// Mails a new link with the wishes of an expired one.
pub async fn renew(tx: &mut Tx, app: &App, token: &str) -> Result<(), Error> {
    let now = app.now();
    let ConfirmationLink::Expired(subscriber) = inspect(tx, token, now).await? else {
        return Ok(());
    };
    let Some(row) = queries::find(tx, &TokenHash::of(token)).await? else {
        return Ok(());
    };
    let wishes = row.wishes();
    if was_just_sent(tx, app, subscriber.id, &wishes).await? {
        return Ok(());
    }
    match unsolicited_mail_cap::may_mail(tx, app, UnsolicitedMail::Confirmation, &subscriber.email)
        .await?
    {
        MailSlot::At(due) => send_confirmation(tx, app, &subscriber, &wishes, due).await,
        MailSlot::Never => Ok(()),
        MailSlot::Overloaded { retry_after } => Err(Error::Overloaded { retry_after }),
    }
}

/// Closes every open link of a subscriber who unsubscribes.
pub(crate) async fn close(tx: &mut Tx, id: SubscriberId, now: Timestamp) -> store::Result<()> {
    queries::close(tx, id, now).await
}

/// Deletes links that ended long ago, and up to `most` subscribers who never confirmed. Returns how many subscribers. A
/// schedule runs it.
pub async fn forget_unanswered(tx: &mut Tx, now: Timestamp, most: i64) -> store::Result<u64> {
    let long_ago = now.plus(-KEPT_DAYS * DAY);
    queries::forget_ended(tx, long_ago).await?;
    queries::forget_unconfirmed(tx, long_ago, most).await
}
