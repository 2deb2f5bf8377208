//! Posts in the admin panel: feeds, topics, and every post with its summary.

mod done;
mod feeds;
mod list;
mod routes;
mod topics;
mod withholding;

pub use routes::routes;
