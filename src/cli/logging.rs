//! The log: on standard error, and its newest lines in the panel.

use std::io::IsTerminal;

use tracing_subscriber::prelude::*;

use crate::clock::Clock;
use crate::panel::RecentLines;

/// Messages of no use to an owner: notices of migrations, the start of the server's threads, each request that cannot be read,
/// each misplaced tag of a page.
const QUIET: [&str; 4] = [
    "sqlx::postgres::notice=warn",
    "actix_server=warn",
    "actix_http::h1=off",
    "html5ever=error",
];

/// Starts the log.
pub(super) fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing::level_filters::LevelFilter::INFO.into())
        .from_env_lossy();
    let quiet = QUIET.iter().filter_map(|directive| directive.parse().ok());
    let filter = quiet.fold(filter, tracing_subscriber::EnvFilter::add_directive);
    let printed = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let _ = tracing_subscriber::registry()
        .with(filter)
        .with(printed)
        .with(RecentLines::new(Clock::system()))
        .try_init();
}
