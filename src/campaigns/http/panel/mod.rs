//! `/admin/campaigns`: the list, a campaign with its progress and preview, its editor, and its buttons.

mod actions;
mod cards;
mod editor;
mod list;
mod parts;
mod routes;
mod show;
mod start;

pub use cards::CARDS;
pub use routes::routes;
