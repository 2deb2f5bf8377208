//! A departure: a mailbox that no imported list may subscribe again.

use serde::Serialize;

/// Why a mailbox is not imported again. Of two reasons the later one here counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DepartureReason {
    /// A list said that mail to them does not arrive.
    Bounced,
    /// They left here, or a list said that they left or must not be written to.
    Left,
    /// They were erased here.
    Erased,
}

crate::text_enum!(DepartureReason { Bounced => "bounced", Left => "left", Erased => "erased" });

/// A departure to be written.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Departure {
    /// The keyed hash of the mailbox (`hash_of`).
    pub hash: String,
    /// Why.
    pub reason: DepartureReason,
}
