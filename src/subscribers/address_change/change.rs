//! Asks for a change of address, and makes it by the click.

use super::model::AddressLink;
use super::queries;
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::DAY;
use crate::outbox::suppression;
use crate::store::{self, Tx};
use crate::subscribers::consent::{Action, Change, ConsentEvidence};
use crate::subscribers::error::Error;
use crate::subscribers::find::{find, find_by_email};
use crate::subscribers::model::{CONFIRMATION_DAYS, Subscriber, SubscriberState};
use crate::subscribers::unsolicited_mail_cap::{MailSlot, UnsolicitedMail, may_mail};
use crate::subscribers::unsubscribe::reinstate;
use crate::subscribers::{consent, departures, emails, queries as subscribers};
use crate::token::{Token, TokenHash};

/// Mails a link to the new address. The answer is the same where no mail goes out: it tells nobody who is subscribed.
pub async fn ask(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    email: &EmailAddress,
) -> Result<(), Error> {
    if subscriber.email == *email || !may_change(subscriber) {
        return Ok(());
    }
    queries::delete_ended(tx, app.now()).await?;
    match may_mail(tx, app, UnsolicitedMail::ChangeOfAddress, email).await? {
        MailSlot::At(due) => {
            let token = Token::draw(app.random());
            let expires = app.now().plus(CONFIRMATION_DAYS * DAY);
            queries::insert(tx, &token.hash(), subscriber.id, email, expires).await?;
            emails::change_of_address(tx, app, subscriber, email, &token, due).await
        }
        MailSlot::Never => Ok(()),
        MailSlot::Overloaded { retry_after } => Err(Error::Overloaded { retry_after }),
    }
}

/// Finds the state of a link. Nothing changes.
pub async fn inspect(tx: &mut Tx, app: &App, token: &str) -> store::Result<AddressLink> {
    let Some(row) = queries::find(tx, &TokenHash::of(token), app.now()).await? else {
        return Ok(AddressLink::Gone);
    };
    let Some(subscriber) = find(tx, row.subscriber_id).await?.filter(may_change) else {
        return Ok(AddressLink::Gone);
    };
    let holder = find_by_email(tx, &row.email).await?;
    let is_free = holder.is_none_or(|holder| holder.id == subscriber.id);
    let subscriber = Box::new(subscriber);
    Ok(if is_free {
        AddressLink::Open(subscriber, row.email)
    } else {
        AddressLink::Taken(subscriber)
    })
}

/// Changes the address, and tells the old one.
pub async fn confirm(
    tx: &mut Tx,
    app: &App,
    token: &str,
    evidence: &ConsentEvidence,
) -> Result<AddressLink, Error> {
    let link = inspect(tx, app, token).await?;
    let AddressLink::Open(before, email) = link else {
        return Ok(link);
    };
    let (id, now) = (before.id, app.now());
    subscribers::set_email(tx, id, &email, before.name.as_ref()).await?;
    queries::delete(tx, id).await?;
    suppression::lift_by_proof(tx, app.signer(), &email).await?;
    departures::forget(tx, app.signer(), &email).await?;
    let (was, is) = (before.email.to_string(), email.to_string());
    let change = Change::between("email", was, is);
    consent::record(tx, id, Action::Changed, evidence, &[change], now).await?;
    if before.state == SubscriberState::Bounced {
        reinstate(tx, id, evidence, now).await?;
    }
    emails::address_changed(tx, app, &before).await?;
    let changed = find(tx, id).await?;
    Ok(changed.map_or(AddressLink::Gone, |changed| {
        AddressLink::Changed(Box::new(changed))
    }))
}

/// Readers change their address, also those whose old one no mail reaches.
pub fn may_change(subscriber: &Subscriber) -> bool {
    matches!(
        subscriber.state,
        SubscriberState::Confirmed | SubscriberState::Bounced
    )
}
