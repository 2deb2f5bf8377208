//! The panel's pages of subscribers: who gets mail, how they came to it, and ending it for somebody who asks.

mod detail;
mod list;
mod routes;

pub use routes::routes;
