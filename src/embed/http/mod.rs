//! HTTP of the elements: `/embed.js`, the immutable script behind it, and `/fragments`.

mod fragments;
mod routes;
mod scripts;

pub use routes::{fragment_routes, routes};
