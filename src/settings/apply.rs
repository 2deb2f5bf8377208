//! The configuration in force: what file and environment set, then the database, then the defaults.

use super::error::UnusableSetting;
use super::model::KeptSettings;
use super::options::{OPTIONS, SettingOption};
use crate::config::Config;

/// A configuration with settings in it.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The configuration.
    pub config: Config,
    /// The settings that were left out.
    pub unusable: Vec<UnusableSetting>,
}

/// Fills what `given` leaves open. A setting that no longer fits, after an upgrade or a change of the file, is left out, so that
/// the program starts and the panel can mend it.
pub fn apply(given: &Config, kept: &KeptSettings) -> Applied {
    let (config, unusable) = filled(given, kept);
    if unusable.is_empty() && config.check().is_ok() {
        return Applied { config, unusable };
    }
    let (mut config, mut unusable) = (given.clone(), Vec::new());
    for (option, text) in open_settings(given, kept) {
        let mut next = config.clone();
        let fits = option
            .put(text, &mut next)
            .and_then(|()| next.check().map_err(|error| error.to_string()));
        match fits {
            Ok(()) => config = next,
            Err(why) => unusable.push(UnusableSetting { option, why }),
        }
    }
    Applied { config, unusable }
}

/// The configuration with every setting that can be read, not checked yet, and the settings that cannot.
fn filled(given: &Config, kept: &KeptSettings) -> (Config, Vec<UnusableSetting>) {
    let (mut config, mut unreadable) = (given.clone(), Vec::new());
    for (option, text) in open_settings(given, kept) {
        if let Err(why) = option.put(text, &mut config) {
            unreadable.push(UnusableSetting { option, why });
        }
    }
    (config, unreadable)
}

/// The settings that neither the file nor the environment overrules.
fn open_settings<'a>(
    given: &Config,
    kept: &'a KeptSettings,
) -> impl Iterator<Item = (&'static SettingOption, &'a str)> {
    let open = OPTIONS
        .iter()
        .filter(|option| given.given.place(option.name).is_none());
    open.filter_map(|option| Some((option, kept.value(option)?)))
}
