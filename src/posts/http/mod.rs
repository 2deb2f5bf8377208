//! The pages of feeds and posts, and the hook that the site calls.

mod hooks;
pub mod panel;

pub use hooks::routes as hook_routes;
