//! `gudok config`: the reference, and below it what is set here, with the place of each value.

use std::path::Path;

use super::CliError;
use crate::config::{Config, REFERENCE};
use crate::settings::{self, KeptSettings, OPTIONS};
use crate::store::{self, Store, process_lock};

/// Prints both. A configuration that is wrong does not keep anybody from the reference.
pub(super) async fn print(file: Option<&Path>) -> Result<(), CliError> {
    tell!("{}", REFERENCE.trim_end());
    let config = match Config::load(file) {
        Ok(config) => config,
        Err(error) => {
            tell!("\n# Set here: {error}");
            return Ok(());
        }
    };
    let (kept, unread) = match kept(&config).await {
        Ok(kept) => (kept, None),
        Err(error) => (KeptSettings::default(), Some(error)),
    };
    let lines = lines(&config, &kept);
    if !lines.is_empty() || unread.is_some() {
        tell!("\n# Set here: the environment goes before the file, and the file before the panel.");
    }
    for line in lines {
        tell!("# {line}");
    }
    if let Some(error) = unread {
        tell!("# The settings of the panel could not be read: {error}");
    }
    Ok(())
}

/// The settings in the database, where there is one.
async fn kept(config: &Config) -> store::Result<KeptSettings> {
    let file = process_lock::sqlite_file(&config.database.url);
    if file.is_some_and(|file| !file.exists()) {
        return Ok(KeptSettings::default());
    }
    let store = Store::open(&config.database.url).await?;
    let kept = settings::load(&mut store.read().await?).await;
    store.close().await;
    kept
}

fn lines(config: &Config, kept: &KeptSettings) -> Vec<String> {
    let values = serde_json::to_value(config).unwrap_or_default();
    let given = config.given.all().map(|(name, place)| {
        let value = name
            .split('.')
            .try_fold(&values, |value, part| value.get(part));
        let value = match (name, value) {
            // The one value with a secret inside.
            ("database.url", _) => format!("{:?}", store::without_password(&config.database.url)),
            (_, Some(value)) => value.to_string(),
            (_, None) => "…".into(),
        };
        format!("{name} = {value} ({place})")
    });
    let panel = OPTIONS.iter().filter_map(|option| {
        let value = kept.value(option)?;
        let is_open = config.given.place(option.name).is_none();
        is_open.then(|| format!("{} = {value:?} (the panel)", option.name))
    });
    given.chain(panel).collect()
}
