//! The link of a change of address.

use crate::address::EmailAddress;
use crate::subscribers::model::{Subscriber, SubscriberId};

/// The state of a link.
#[derive(Clone, Debug)]
pub enum AddressLink {
    /// Valid and unused: the subscriber, and the new address.
    Open(Box<Subscriber>, EmailAddress),
    /// This click changed the address.
    Changed(Box<Subscriber>),
    /// The new address has a subscription of its own.
    Taken(Box<Subscriber>),
    /// Used, expired or unknown.
    Gone,
}

/// A link's row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct AddressRow {
    pub(super) subscriber_id: SubscriberId,
    pub(super) email: EmailAddress,
}
