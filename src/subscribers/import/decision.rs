//! Decides about each person of a list, by what the database knows of the address. A list never revives an address.

use super::model::{AwayReason, ImportOptions};
use super::people::ListedPerson;
use super::queries::{self, KnownAddress};
use super::standing::Standing;
use crate::clock::Timestamp;
use crate::outbox::suppression;
use crate::store::{self, Tx};
use crate::subscribers::departures::DepartureReason;
use crate::subscribers::model::SubscriberState;

/// The decision about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ImportDecision {
    /// New here, or had not confirmed here yet.
    New,
    /// New here, and to be asked later.
    Waiting,
    /// Exists already and stays as it is.
    Known,
    /// Not subscribed.
    Away(AwayReason),
}

/// Decides about one person.
pub(super) async fn decide(
    tx: &mut Tx,
    options: &ImportOptions,
    listed: &ListedPerson,
    known: &KnownAddress,
    now: Timestamp,
) -> store::Result<ImportDecision> {
    if known.departure() == Some(DepartureReason::Erased) {
        return Ok(ImportDecision::Away(AwayReason::Erased));
    }
    Ok(match listed.person.standing {
        Standing::Subscribed => decide_about_subscribed(options, known),
        Standing::Unconfirmed => match known.state {
            Some(SubscriberState::Confirmed) => ImportDecision::Known,
            _ => ImportDecision::Away(AwayReason::Unconfirmed),
        },
        Standing::Left | Standing::Bounced
            if known.state == Some(SubscriberState::Confirmed)
                && has_confirmed_later(tx, listed, known, now).await? =>
        {
            ImportDecision::Known
        }
        Standing::Left => ImportDecision::Away(AwayReason::Left),
        Standing::Bounced => ImportDecision::Away(AwayReason::Bounced),
    })
}

fn decide_about_subscribed(options: &ImportOptions, known: &KnownAddress) -> ImportDecision {
    let departed = match known.departure() {
        Some(DepartureReason::Left) => Some(AwayReason::Left),
        Some(DepartureReason::Bounced) => Some(AwayReason::Bounced),
        Some(DepartureReason::Erased) => Some(AwayReason::Erased),
        None => None,
    };
    let suppressed = known.suppression.map(|reason| match reason {
        suppression::SuppressionReason::Bounced => AwayReason::Bounced,
        suppression::SuppressionReason::Complained | suppression::SuppressionReason::Owner => {
            AwayReason::Left
        }
    });
    match (known.state, departed.or(suppressed)) {
        (Some(SubscriberState::Confirmed), _) => ImportDecision::Known,
        (Some(SubscriberState::Bounced), _) => ImportDecision::Away(AwayReason::Bounced),
        (
            Some(
                SubscriberState::Unsubscribed
                | SubscriberState::Complained
                | SubscriberState::Suppressed,
            ),
            _,
        ) => ImportDecision::Away(AwayReason::Left),
        (_, Some(away)) => ImportDecision::Away(away),
        // They have been asked, by us or by themselves.
        (Some(SubscriberState::Pending), None) if options.confirm => ImportDecision::Known,
        (Some(SubscriberState::Pending) | None, None) => ImportDecision::New,
    }
}

/// True when the person confirmed by a click after the end that the list names. An end without a time is before every click: a
/// click proves more than a list. One in the future is now: the exporter's clock or zone is wrong, and the person left all the same.
async fn has_confirmed_later(
    tx: &mut Tx,
    listed: &ListedPerson,
    known: &KnownAddress,
    now: Timestamp,
) -> store::Result<bool> {
    let Some(id) = known.id else {
        return Ok(false);
    };
    let clicked = queries::clicked_at(tx, id).await?;
    let ended = listed.person.ended_at.map(|ended| ended.min(now));
    Ok(clicked.is_some_and(|clicked| ended.is_none_or(|ended| clicked >= ended)))
}
