//! Posts in the admin panel: feeds, topics, and every post with its summary.

mod cards;
mod done;
mod feeds;
mod list;
mod routes;
mod topics;
mod withholding;

pub use cards::CARDS;
pub use routes::routes;
