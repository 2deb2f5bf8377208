//! The page of the checks in the panel.

mod panel;

pub use panel::routes;
