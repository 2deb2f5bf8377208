//! HTTP of challenges: one for everybody who asks, and the page of attack mode in the panel.

mod api;
mod panel;

pub use api::routes as api_routes;
pub use panel::routes as panel_routes;
