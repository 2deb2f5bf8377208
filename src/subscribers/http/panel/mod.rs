//! Pages of the panel about subscribers: the list, one subscriber with their consent record, its proof sheet, and unsubscribing.

mod add;
mod detail;
mod edit;
mod event_words;
mod list;
mod proof;
mod routes;

pub use routes::routes;
