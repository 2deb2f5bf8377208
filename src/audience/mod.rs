//! The audience of an edition: which subscribers get it.

pub mod fan_out;
mod model;

pub use model::EditionRecipient;
