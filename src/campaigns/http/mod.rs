//! HTTP of campaigns: their pages in the panel.

mod panel;

pub use panel::{CARDS as PANEL_CARDS, routes as panel_routes};
