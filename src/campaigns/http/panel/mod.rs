//! `/admin/campaigns`: the list, a campaign with its progress and preview, its editor, and its buttons.

mod actions;
mod editor;
mod list;
mod parts;
mod routes;
mod show;

pub use routes::routes;
