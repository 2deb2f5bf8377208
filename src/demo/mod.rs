//! `gudok demo`: the whole program on this machine. No mail leaves it, and its data is deleted at the end.

mod deliver;
mod error;
mod mailbox;
mod other_site;
mod past;
mod reader;
mod run;
mod seed;
mod site;

pub use error::DemoError;
pub use run::Demo;
