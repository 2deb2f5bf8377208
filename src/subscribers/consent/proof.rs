//! The proof sheet of a person: every event with its seal, so that it can be checked without this program.

use serde::Serialize;

use super::chain;
use super::model::ChangeList;
use crate::store::{self, Tx};
use crate::subscribers::model::SubscriberId;
use crate::token::hex;

/// An event as the proof sheet has it.
#[derive(Debug, Serialize)]
pub struct ProvenEvent {
    /// The number of the event.
    pub number: i64,
    /// When.
    pub at: String,
    /// The word of the act.
    pub action: String,
    /// The word of the channel.
    pub channel: String,
    /// The id that the person has here.
    pub subscriber: Option<i64>,
    /// The address at that time.
    pub address: Option<String>,
    /// The page on which the form stood.
    pub page: Option<String>,
    /// The words that were shown.
    pub wording: Option<String>,
    /// Their version.
    pub wording_version: Option<String>,
    /// The language of the page.
    pub locale: Option<String>,
    /// The network address.
    pub ip: Option<String>,
    /// How the browser named itself.
    pub user_agent: Option<String>,
    /// Who acted, where the channel alone does not say it.
    pub actor: Option<String>,
    /// The changed values, as the JSON text that is sealed.
    pub changes: Option<String>,
    /// The seal; `None` until the event is sealed.
    pub seal: Option<SealProof>,
}

/// The seal of an event; octets are hexadecimal.
#[derive(Debug, Serialize)]
pub struct SealProof {
    /// The link before.
    pub previous: String,
    /// The link to this event.
    pub hash: String,
    /// The commitments to the personal values.
    pub commitments: String,
    /// The salt of the person, the actor and the changes.
    pub salt: Option<String>,
    /// The salt of the network address and the user agent.
    pub connection_salt: Option<String>,
    /// True when the event fits its seal.
    pub is_whole: bool,
}

impl ProvenEvent {
    /// The changed values; none where they cannot be read.
    pub fn change_list(&self) -> ChangeList {
        let changes = self.changes.clone().map(ChangeList::try_from);
        changes.and_then(Result::ok).unwrap_or_default()
    }
}

/// The events of one subscriber with their seals, oldest first.
pub async fn prove(tx: &mut Tx, subscriber: SubscriberId) -> store::Result<Vec<ProvenEvent>> {
    let events = chain::of_person(tx, subscriber).await?;
    let proven = events.into_iter().map(|(sealed, previous)| {
        let (event, seal) = (sealed.event, sealed.seal);
        let is_whole = chain::fault(&previous, &event, &seal).is_none();
        ProvenEvent {
            number: event.id.0,
            at: event.at.to_string(),
            action: event.action,
            channel: event.channel,
            subscriber: event.subscriber_id,
            address: event.address,
            page: event.page,
            wording: event.wording,
            wording_version: event.wording_version,
            locale: event.locale,
            ip: event.ip,
            user_agent: event.user_agent,
            actor: event.actor,
            changes: event.changes,
            seal: seal.hash.as_deref().map(hex).map(|hash| SealProof {
                previous: hex(&previous),
                hash,
                commitments: seal.commitments.as_deref().map(hex).unwrap_or_default(),
                salt: seal.salt.as_deref().map(hex),
                connection_salt: seal.connection_salt.as_deref().map(hex),
                is_whole,
            }),
        }
    });
    Ok(proven.collect())
}
