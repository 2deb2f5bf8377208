//! Editions: one body that several recipients share, rendered once, with placeholders for personal links.

use super::model::{Edition, NewEdition};
use super::queries;
use crate::clock::{Timestamp, Zone};
use crate::ids::{EditionId, SubscriberId, TopicId};
use crate::random::Random;
use crate::store::{Result, Tx};

/// Makes a name for the archive's addresses: the day in the site's zone and random digits,
/// `2026-11-24-9f03c2d1`.
pub fn slug(random: &Random, now: Timestamp, zone: &Zone) -> String {
    let day = now.at(zone).strftime("%Y-%m-%d").to_string();
    format!("{day}-{}", crate::token::hex(&random.bytes::<4>()))
}

/// Stores an edition.
pub async fn create(tx: &mut Tx, edition: &NewEdition, now: Timestamp) -> Result<EditionId> {
    queries::insert_edition(tx, edition, now).await
}

/// The edition of this row.
pub async fn find(tx: &mut Tx, id: EditionId) -> Result<Option<Edition>> {
    queries::edition(tx, id).await
}

/// Adds a topic to the edition's audience. Without topics it is for all subscribers.
pub async fn add_topic(tx: &mut Tx, id: EditionId, topic: TopicId) -> Result<()> {
    queries::add_topic(tx, id, topic).await
}

/// Marks an edition as advertising: it goes only to readers who agreed to that, and at night only to those who agreed to nights.
pub async fn mark_advertising(tx: &mut Tx, id: EditionId) -> Result<()> {
    queries::mark_advertising(tx, id).await
}

/// Deletes an edition without mails.
pub async fn forget(tx: &mut Tx, id: EditionId) -> Result<()> {
    queries::forget_edition(tx, id).await
}

/// The mails of these editions that reached these subscribers or still may, each with the time at which it was queued.
pub async fn recipients_among(
    tx: &mut Tx,
    editions: &[EditionId],
    subscribers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, EditionId, Timestamp)>> {
    queries::recipients_among(tx, editions, subscribers).await
}
