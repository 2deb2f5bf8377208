//! HTTP of the elements: `/embed.js`, the immutable script behind it, and the token of their forms.

mod routes;
mod scripts;
mod token;

pub use routes::{fragment_routes, routes};
