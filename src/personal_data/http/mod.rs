//! HTTP of personal data: pages for the person, pages of the panel, and the erasure by a token.

mod admin_api;
mod panel;
mod preferences;

pub use admin_api::routes as admin_api_routes;
pub use panel::routes as panel_routes;
pub use preferences::routes;
