//! Erasure of a subscriber. A keyed hash of the address stays, so that no import subscribes it again.

use super::find::find;
use super::model::SubscriberId;
use super::{advertising, departures, queries};
use crate::app::App;
use crate::outbox;
use crate::store::{Result, Tx};

/// Erases a subscriber with topics, links and mails. A keyed hash of the address stays. The events of the consent record stay
/// too: a trigger empties them of everything personal.
pub async fn erase(tx: &mut Tx, app: &App, id: SubscriberId) -> Result<()> {
    let Some(subscriber) = find(tx, id).await? else {
        return Ok(());
    };
    let (signer, email) = (app.signer(), &subscriber.email);
    departures::remember(
        tx,
        signer,
        email,
        departures::DepartureReason::Erased,
        app.now(),
    )
    .await?;
    advertising::forget(tx, id, app.now()).await?;
    // The subscriber first: a fan-out that holds them is waited for, and its mail is there to be forgotten.
    queries::erase(tx, id, app.now()).await?;
    outbox::forget_subscriber(tx, id).await?;
    Ok(())
}
