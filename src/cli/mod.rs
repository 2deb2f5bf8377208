//! The command line: one file a group of subcommands.

#[macro_use]
mod output;

mod admin;
mod backups;
mod bounces;
mod comments;
mod config;
mod digests;
mod dkim;
mod doctor;
mod error;
mod feeds;
mod logging;
mod open;
mod run;
mod serve;
mod shell;
mod status;
mod subscribers;
mod summarise;
mod tokens;

pub use error::CliError;
pub use run::Cli;
