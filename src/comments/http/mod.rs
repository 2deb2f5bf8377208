//! HTTP of comments: pages, the JSON API, and the moderation queue in the panel.

mod api;
mod atom;
mod author_cookie;
mod author_links;
mod author_token;
mod avatars;
mod decision_link;
mod errors;
mod first_page;
mod flags;
mod form_state;
mod live;
mod my_data;
mod notices;
mod own;
mod own_api;
mod pages;
mod panel;
mod preview;
mod routes;
mod site_users;
mod thread_content;
mod thread_query;
mod votes;
mod waiting;

pub use api::routes as api_routes;
pub use panel::{CARDS as PANEL_CARDS, routes as panel_routes};
pub use routes::{fragment_routes, routes};
