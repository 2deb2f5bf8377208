//! Decides about each person of a list, by what the database knows of the address. A list never revives an address.

use super::model::{AwayReason, Options};
use super::people::ListedPerson;
use super::queries::{self, KnownAddress};
use super::standing::Standing;
use crate::outbox::suppression;
use crate::store::{self, Tx};
use crate::subscribers::model::State;
use crate::subscribers::departures::Reason;

/// The decision about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// New here, or had not confirmed here yet.
    New,
    /// Exists already and stays as it is.
    Known,
    /// Not subscribed.
    Away(AwayReason),
}

/// Decides about one person.
pub(super) async fn decide(
    tx: &mut Tx,
    options: &Options,
    listed: &ListedPerson,
    known: &KnownAddress,
) -> store::Result<Decision> {
    if known.departure == Some(Reason::Erased) {
        return Ok(Decision::Away(AwayReason::Erased));
    }
    Ok(match listed.person.standing {
        Standing::Subscribed => decide_about_subscribed(options, known),
        Standing::Unconfirmed => match known.state {
            Some(State::Confirmed) => Decision::Known,
            _ => Decision::Away(AwayReason::Unconfirmed),
        },
        Standing::Left | Standing::Bounced
            if known.state == Some(State::Confirmed)
                && has_confirmed_later(tx, listed, known).await? =>
        {
            Decision::Known
        }
        Standing::Left => Decision::Away(AwayReason::Left),
        Standing::Bounced => Decision::Away(AwayReason::Bounced),
    })
}

fn decide_about_subscribed(options: &Options, known: &KnownAddress) -> Decision {
    let departed = match known.departure {
        Some(Reason::Left) => Some(AwayReason::Left),
        Some(Reason::Bounced) => Some(AwayReason::Bounced),
        Some(Reason::Erased) => Some(AwayReason::Erased),
        None => None,
    };
    let suppressed = known.suppression.map(|reason| match reason {
        suppression::SuppressionReason::Bounced => AwayReason::Bounced,
        suppression::SuppressionReason::Complained | suppression::SuppressionReason::Owner => AwayReason::Left,
    });
    match (known.state, departed.or(suppressed)) {
        (Some(State::Confirmed), _) => Decision::Known,
        (Some(State::Bounced), _) => Decision::Away(AwayReason::Bounced),
        (Some(State::Unsubscribed | State::Complained | State::Suppressed), _) => {
            Decision::Away(AwayReason::Left)
        }
        (_, Some(away)) => Decision::Away(away),
        // They have been asked, by us or by themselves.
        (Some(State::Pending), None) if options.confirm => Decision::Known,
        (Some(State::Pending) | None, None) => Decision::New,
    }
}

/// True when the person confirmed by a click after the end that the list names, or when the list names no time. A click proves
/// more than a list.
async fn has_confirmed_later(
    tx: &mut Tx,
    listed: &ListedPerson,
    known: &KnownAddress,
) -> store::Result<bool> {
    let Some(id) = known.id else {
        return Ok(false);
    };
    let clicked = queries::clicked_at(tx, id).await?;
    let ended = listed.person.ended_at;
    Ok(clicked.is_some_and(|clicked| ended.is_none_or(|ended| clicked >= ended)))
}
