//! Pages of the panel about subscribers: the list, one subscriber with their consent record and fields, its proof sheet, and unsubscribing.

mod add;
mod bulk;
mod detail;
mod edit;
mod event_words;
mod fields;
mod list;
mod proof;
mod routes;
mod segments;

pub use routes::routes;
