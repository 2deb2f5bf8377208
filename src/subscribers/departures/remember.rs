//! Writes, reads and deletes departures.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::model::{Departure, DepartureReason};
use super::queries;
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::outbox::suppression;
use crate::store::{Result, Tx};
use crate::subscribers::model::SubscriberId;
use crate::token::{Purpose, Signer, hex};

/// Subscribers read at a time.
const SLICE: i64 = 500;

/// The keyed hash of the mailbox that an address reaches: a departure counts for every spelling of it.
fn hash_of(signer: &Signer, email: &EmailAddress) -> String {
    hex(&signer.keyed_hash(Purpose::Suppression, &email.known_mailbox()))
}

/// Inserts one departure.
pub async fn remember(
    tx: &mut Tx,
    signer: &Signer,
    email: &EmailAddress,
    reason: DepartureReason,
    now: Timestamp,
) -> Result<()> {
    let hash = hash_of(signer, email);
    remember_all(tx, &[Departure { hash, reason }], now).await
}

/// Inserts departures. An erasure is never replaced by another reason, and `left` is never replaced by a bounce.
pub(crate) async fn remember_all(
    tx: &mut Tx,
    departures: &[Departure],
    now: Timestamp,
) -> Result<()> {
    // One statement takes each mailbox once; a list may hold several of its spellings.
    let mut strongest: BTreeMap<&str, DepartureReason> = BTreeMap::new();
    for departure in departures {
        let reason = strongest.entry(&departure.hash).or_insert(departure.reason);
        *reason = (*reason).max(departure.reason);
    }
    if strongest.is_empty() {
        return Ok(());
    }
    let departures: Vec<Departure> = strongest
        .into_iter()
        .map(|(hash, reason)| Departure {
            hash: hash.to_owned(),
            reason,
        })
        .collect();
    queries::remember(tx, &departures, now).await
}

/// Why this address is not imported; `None` when it may be.
pub async fn reason_for(
    tx: &mut Tx,
    signer: &Signer,
    email: &EmailAddress,
) -> Result<Option<DepartureReason>> {
    let [mailbox, address] = hashes(signer, email);
    let reasons = queries::reasons(tx, &mailbox, &address).await?;
    Ok(reasons.into_iter().max())
}

/// Those of the addresses whose people were erased here, under any spelling of their mailboxes.
pub async fn erased_among(
    tx: &mut Tx,
    signer: &Signer,
    emails: impl IntoIterator<Item = EmailAddress>,
) -> Result<HashSet<EmailAddress>> {
    let mut by_hash: HashMap<String, Vec<EmailAddress>> = HashMap::new();
    for email in emails {
        for hash in hashes(signer, &email) {
            by_hash.entry(hash).or_default().push(email.clone());
        }
    }
    let asked: Vec<&str> = by_hash.keys().map(String::as_str).collect();
    let erased = queries::erased_among(tx, &asked).await?;
    Ok(erased
        .iter()
        .filter_map(|hash| by_hash.remove(hash))
        .flatten()
        .collect())
}

/// Deletes a departure after the person has confirmed a subscription.
pub(crate) async fn forget(tx: &mut Tx, signer: &Signer, email: &EmailAddress) -> Result<()> {
    let [mailbox, address] = hashes(signer, email);
    queries::forget(tx, &mailbox, &address).await
}

/// The hash of the mailbox, and that of the address as written, under which the first release kept departures. Most
/// addresses are written as their mailbox and are hashed once: a list has a million.
pub(in crate::subscribers) fn hashes(signer: &Signer, email: &EmailAddress) -> [String; 2] {
    let address = suppression::hash_of(signer, email);
    if email.known_mailbox() == email.key() {
        return [address.clone(), address];
    }
    [hash_of(signer, email), address]
}

/// Inserts the departures of everybody who left before leaving inserted one.
pub async fn remember_earlier(tx: &mut Tx, signer: &Signer, now: Timestamp) -> Result<()> {
    let mut last = SubscriberId(0);
    loop {
        let gone = queries::gone_after(tx, last, SLICE).await?;
        let Some((end, _)) = gone.last() else {
            return Ok(());
        };
        last = *end;
        let departures: Vec<Departure> = gone
            .iter()
            .map(|(_, email)| Departure {
                hash: hash_of(signer, email),
                reason: DepartureReason::Left,
            })
            .collect();
        remember_all(tx, &departures, now).await?;
    }
}
