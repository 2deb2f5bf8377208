//! HTTP of imports: the pages of the panel.

mod panel;

pub use panel::routes as panel_routes;
