//! The page of the checks in the panel, and the cards of those that failed.

mod cards;
mod panel;

pub use cards::CARDS;
pub use panel::routes;
