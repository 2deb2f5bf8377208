//! Why a setting is refused.

use super::options::SettingOption;
use crate::config::{Compliance, Place};
use crate::store;

/// Why settings are not saved. None of them is.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The file or the environment sets the option, and wins.
    #[error("{} is set by {place}; change it there", option.name)]
    Locked {
        /// The option.
        option: &'static SettingOption,
        /// What sets it.
        place: Place,
    },
    /// The value cannot be right.
    #[error("{}: {why}", option.name)]
    Wrong {
        /// The option.
        option: &'static SettingOption,
        /// The reason, as the configuration file would get it.
        why: String,
    },
    /// The value does not fit the rest of the configuration.
    #[error("{}: {why}", option.name)]
    Contradiction {
        /// The option that would have to be left out.
        option: &'static SettingOption,
        /// The reason, as the configuration file would get it.
        why: String,
    },
    /// The law of the readers needs the option.
    #[error("{}: site.compliance is {}, and that law needs this option", option.name, law.as_str())]
    NeededByLaw {
        /// The option that would have no value.
        option: &'static SettingOption,
        /// The law.
        law: Compliance,
    },
    /// Somebody else changed these options since the form was shown.
    #[error("somebody else changed the same settings meanwhile")]
    Conflict(Vec<&'static SettingOption>),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// A setting in the database that cannot be used, with the reason. Its default is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusableSetting {
    /// The option.
    pub option: &'static SettingOption,
    /// The reason.
    pub why: String,
}
