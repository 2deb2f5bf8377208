//! HTTP of personal data: pages for the person, and pages of the panel.

mod panel;
mod preferences;

pub use panel::routes as panel_routes;
pub use preferences::routes;
