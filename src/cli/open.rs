//! Opens the program for a command.

use std::path::Path;

use super::CliError;
use crate::app::App;
use crate::background;
use crate::clock::Clock;
use crate::config::Config;
use crate::random::Random;
use crate::store::process_lock::{self, ProcessLock};

/// Opens the program with its configuration, the machine's clock and the system's random source.
pub(super) async fn open(file: Option<&Path>) -> Result<App, CliError> {
    let config = Config::load(file)?;
    let is_beside_another = process_lock::is_held(&config.database.url);
    let app = opened(config).await?;
    if is_beside_another {
        app.store().yield_to_others();
    }
    Ok(app)
}

/// Opens the database and finishes its migrations.
async fn opened(config: Config) -> Result<App, CliError> {
    let app = App::open(config, Clock::system(), Random::system()).await?;
    background::finish_migrations(&app).await?;
    Ok(app)
}

/// Does the same for a process that stays: on SQLite there is one.
pub(super) async fn open_alone(config: Config) -> Result<(App, ProcessLock), CliError> {
    let alone = process_lock::acquire(&config.database.url).await?;
    let app = opened(config).await?;
    Ok((app, alone))
}
