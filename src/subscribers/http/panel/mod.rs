//! Pages of the panel about subscribers: the list, one subscriber with their consent record, and unsubscribing.

mod detail;
mod list;
mod routes;

pub use routes::routes;
