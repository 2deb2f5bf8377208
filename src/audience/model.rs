//! Types of the audience.

use serde::Serialize;

use crate::address::{DisplayName, EmailAddress};
use crate::ids::SubscriberId;

/// A reader who gets an edition.
#[derive(Clone, Debug, Serialize)]
pub struct EditionRecipient {
    /// The subscriber, whose links the mail contains.
    pub subscriber: SubscriberId,
    /// The address.
    pub recipient: EmailAddress,
    /// The recipient's name, if they gave one.
    pub name: Option<DisplayName>,
}
