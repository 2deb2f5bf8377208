//! HTTP of comments: pages, the JSON API, and the moderation queue in the panel.

mod api;
mod atom;
mod author_cookie;
mod errors;
mod notices;
mod pages;
mod panel;
mod routes;
mod thread_query;

pub use api::routes as api_routes;
pub use panel::routes as panel_routes;
pub use routes::routes;
