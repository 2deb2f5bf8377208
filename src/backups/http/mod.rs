//! The page of backups in the panel, and the card of a failed one.

mod cards;
mod panel;

pub use cards::CARDS;
pub use panel::routes;
