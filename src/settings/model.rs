//! The plain types of settings.

use std::collections::BTreeMap;

use super::options::SettingOption;

/// What the database holds of one option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSetting {
    /// The value as text; `None` where it was cleared.
    pub value: Option<String>,
    /// The version that its last change made.
    pub version: i64,
}

/// All settings in the database.
#[derive(Clone, Debug, Default)]
pub struct KeptSettings {
    /// Their version, which grows with each change.
    pub version: i64,
    /// By the option's name. A newer release may have kept names that this one does not know.
    pub by_name: BTreeMap<String, KeptSetting>,
}

impl KeptSettings {
    /// The value kept of this option.
    pub fn value(&self, option: &SettingOption) -> Option<&str> {
        self.by_name.get(option.name)?.value.as_deref()
    }
}

/// A value that an owner typed for an option; nothing but spaces clears it.
#[derive(Clone, Copy, Debug)]
pub struct SettingEdit<'a> {
    /// The option.
    pub option: &'static SettingOption,
    /// The text.
    pub text: &'a str,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// The option.
    pub option: &'static SettingOption,
    /// Its value in the database before.
    pub before: Option<String>,
    /// Its value in the database now.
    pub after: Option<String>,
}
