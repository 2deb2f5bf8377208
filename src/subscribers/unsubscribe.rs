//! Unsubscribing, blocking and reinstating. Waiting mails are dropped, and a second click changes nothing.

use super::advertising::AdvertisingChoice;
use super::consent::{Action, Change, Channel, ConsentEvidence};
use super::departures::DepartureReason;
use super::find::find;
use super::model::{SubscriberId, SubscriberState};
use super::{advertising, confirmation, consent, departures, queries};
use crate::app::App;
use crate::clock::Timestamp;
use crate::outbox;
use crate::store::{Result, Tx};

/// Ends a subscription, and keeps lists away from every spelling of its mailbox. Returns true when there was one.
pub async fn unsubscribe(
    tx: &mut Tx,
    app: &App,
    id: SubscriberId,
    evidence: &ConsentEvidence,
) -> Result<bool> {
    let now = app.now();
    let left = queries::unsubscribe(tx, id, now).await?;
    if let Some(email) = &left {
        departures::remember(tx, app.signer(), email, DepartureReason::Left, now).await?;
        consent::record(tx, id, Action::Left, evidence, &[], now).await?;
    }
    confirmation::close(tx, id, now).await?;
    outbox::drop_for_subscriber(tx, id, "unsubscribed", now).await?;
    // Last, since the notice of it goes out all the same.
    advertising::decide(tx, app, id, AdvertisingChoice::None, evidence).await?;
    Ok(left.is_some())
}

/// Blocks a subscriber after bounces or a complaint; `why` goes into the consent record. Returns true when the state changed.
pub async fn block(
    tx: &mut Tx,
    id: SubscriberId,
    state: SubscriberState,
    why: &str,
    now: Timestamp,
) -> Result<bool> {
    let Some(before) = find(tx, id).await? else {
        return Ok(false);
    };
    let ended = queries::block(tx, id, state, now).await?;
    if ended {
        outbox::drop_for_subscriber(tx, id, "suppressed", now).await?;
        let was = before.state.as_str().to_owned();
        let changes = [
            Change::between("state", was, state.as_str().to_owned()),
            Change::to("reason", why),
        ];
        let evidence = ConsentEvidence::of(Channel::Bounce);
        consent::record(tx, id, Action::Changed, &evidence, &changes, now).await?;
        // Whoever bounces may come back, and agreed all the same.
        if state != SubscriberState::Bounced {
            advertising::end(tx, id, &evidence, now).await?;
        }
    }
    Ok(ended)
}

/// Ends a block by the owner's decision. A bounced subscription goes on; one with a complaint becomes unsubscribed. Returns true
/// when the state changed.
pub async fn reinstate(
    tx: &mut Tx,
    id: SubscriberId,
    evidence: &ConsentEvidence,
    now: Timestamp,
) -> Result<bool> {
    let Some(before) = find(tx, id).await? else {
        return Ok(false);
    };
    let back = queries::reinstate(tx, id, now).await?;
    if back && let Some(after) = find(tx, id).await? {
        let (was, is) = (before.state.as_str(), after.state.as_str());
        let change = Change::between("state", was.to_owned(), is.to_owned());
        consent::record(tx, id, Action::Changed, evidence, &[change], now).await?;
    }
    Ok(back)
}
