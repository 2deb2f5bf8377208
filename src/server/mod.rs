//! The HTTP server: it listens, mounts the routes of each capability, and stops gracefully.

mod build;
mod health;
mod listener;
mod routes;

pub use build::build;
pub use listener::{BindError, Listener, bind, bind_patiently};
