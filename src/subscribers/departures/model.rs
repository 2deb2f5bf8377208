//! A departure: an address that no imported list may subscribe again.

use serde::Serialize;

/// Why an address is not imported again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DepartureReason {
    /// A list said that they left, or must not be written to.
    Left,
    /// A list said that mail to them does not arrive.
    Bounced,
    /// They were erased here.
    Erased,
}

crate::text_enum!(DepartureReason { Left => "left", Bounced => "bounced", Erased => "erased" });

/// A departure to be written.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Departure {
    /// The keyed hash of the address (`suppression::hash_of`).
    pub hash: String,
    /// Why.
    pub reason: DepartureReason,
}
