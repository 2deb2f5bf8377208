//! Adds somebody who agreed elsewhere, as an import of one person does.

use super::confirmation::begin;
use super::consent::{Action, ConsentEvidence};
use super::find::find;
use super::model::{SignUp, Subscriber, SubscriberState};
use super::{consent, departures, owner_notice, queries};
use crate::app::App;
use crate::outbox::suppression;
use crate::store::{Result, Tx};

/// Somebody who was to be added.
#[derive(Debug)]
pub enum Added {
    /// Subscribed now.
    New(Box<Subscriber>),
    /// Subscribed before, and left as they are.
    Known(Box<Subscriber>),
    /// Not subscribed: they left, were erased or complained, or mail bounced. Only the person can come back. The caller rolls
    /// back.
    KeptAway,
}

/// Subscribes somebody without asking them by mail. The evidence says where they agreed.
pub async fn add(
    tx: &mut Tx,
    app: &App,
    sign_up: &SignUp,
    evidence: &ConsentEvidence,
) -> Result<Added> {
    let (email, wishes) = (&sign_up.email, &sign_up.wishes);
    let now = app.now();
    let zone = app.config().site.time_zone.name().to_owned();
    // Of two equal calls at once, the second waits here for the first and finds its subscriber.
    queries::insert_pending(tx, sign_up, &zone, now).await?;
    let Some(subscriber) = queries::lock_by_key(tx, &email.key()).await? else {
        return Ok(Added::KeptAway);
    };
    match subscriber.state {
        SubscriberState::Confirmed => return Ok(Added::Known(Box::new(subscriber))),
        SubscriberState::Pending => {}
        _ => return Ok(Added::KeptAway),
    }
    let departed = departures::reason_for(tx, app.signer(), email).await?;
    if departed.is_some() || suppression::is_suppressed(tx, app.signer(), email).await? {
        return Ok(Added::KeptAway);
    }
    begin(tx, subscriber.id, wishes, now).await?;
    let changes = consent::wished(tx, wishes).await?;
    consent::record(tx, subscriber.id, Action::Imported, evidence, &changes, now).await?;
    owner_notice::note(tx, app, subscriber.id).await?;
    let added = find(tx, subscriber.id).await?;
    Ok(added.map_or(Added::KeptAway, |added| Added::New(Box::new(added))))
}
