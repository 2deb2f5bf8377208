//! A departure: whom no list brings back.

use serde::Serialize;

/// Why a list does not bring somebody back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// A list said that they left, or must not be written to.
    Left,
    /// A list said that mail to them does not arrive.
    Bounced,
    /// They were erased here.
    Erased,
}

crate::text_enum!(Reason { Left => "left", Bounced => "bounced", Erased => "erased" });

/// A departure as a batch writes it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Departure {
    /// What stands for the address (`suppression::hash_of`).
    pub hash: String,
    /// Why.
    pub reason: Reason,
}
