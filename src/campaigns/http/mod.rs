//! HTTP of campaigns: their pages in the panel.

mod panel;

pub use panel::routes as panel_routes;
