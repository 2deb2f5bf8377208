//! HTTP of compliance: the page of the panel.

mod panel;

pub use panel::routes as panel_routes;
