//! Rows of the chain, and the result of its verification.

use crate::clock::Timestamp;
use crate::subscribers::consent::model::EventId;

/// An event as its row holds it: the chain is over the letters, whatever they mean.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::subscribers::consent) struct LedgerEvent {
    pub id: EventId,
    pub subscriber_id: Option<i64>,
    pub address: Option<String>,
    pub action: String,
    pub channel: String,
    pub page: Option<String>,
    pub wording: Option<String>,
    pub wording_version: Option<String>,
    pub locale: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub actor: Option<String>,
    pub changes: Option<String>,
    pub at: Timestamp,
}

/// The seal of an event, as far as there is one.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub(in crate::subscribers::consent) struct Seal {
    pub hash: Option<Vec<u8>>,
    pub commitments: Option<Vec<u8>>,
    pub salt: Option<Vec<u8>>,
    pub connection_salt: Option<Vec<u8>>,
}

/// An event beside its seal.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::subscribers::consent) struct SealedEvent {
    #[sqlx(flatten)]
    pub event: LedgerEvent,
    #[sqlx(flatten)]
    pub seal: Seal,
}

/// The end of the chain.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ChainEnd {
    pub sealed: EventId,
    pub hash: Vec<u8>,
}

/// The place at which the chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// The last event before the fault; 0 at the beginning.
    pub after: EventId,
    /// The first event that does not fit.
    pub event: EventId,
    /// What does not fit: `person`, `ip`, `user_agent`, `actor`, `changes`, `link` or `end`.
    pub what: &'static str,
}

/// The result of a verification.
#[derive(Clone, Debug)]
pub struct ChainReport {
    /// Sealed events that were verified.
    pub events: i64,
    /// The hash of the newest one.
    pub hash: Vec<u8>,
    /// The first fault.
    pub broken: Option<BrokenLink>,
    /// The oldest event that is not sealed yet, and its time.
    pub oldest_unsealed: Option<(EventId, Timestamp)>,
}
