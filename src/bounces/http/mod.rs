//! HTTP of bounces: hooks of mail services, and the page in the panel.

mod hooks;
mod panel;

pub use hooks::routes as hook_routes;
pub use panel::routes as panel_routes;
