//! `gudok demo`: the whole loop on this machine. Nothing leaves it, and nothing of it stays.

mod deliver;
mod error;
mod mailbox;
mod run;
mod seed;
mod site;

pub use error::DemoError;
pub use run::Demo;
