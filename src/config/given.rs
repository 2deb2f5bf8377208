//! Where an option's value comes from: the file, the environment, or neither.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use figment::value::{Dict, Value};

/// The place that sets an option and thereby locks it against the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The configuration file.
    File(PathBuf),
    /// An environment variable.
    Variable(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => write!(f, "{}", file.display()),
            Self::Variable(name) => f.write_str(name),
        }
    }
}

/// The options that the file and the environment set, each with the place that won.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given(BTreeMap<String, Place>);

impl Given {
    /// The place that sets this option, such as `site.url`.
    pub fn place(&self, option: &str) -> Option<&Place> {
        self.0.get(option)
    }

    /// Every option that is set, by its name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Place)> {
        self.0.iter().map(|(name, place)| (name.as_str(), place))
    }

    pub(super) fn note_variable(&mut self, option: String, variable: String) {
        self.0.insert(option, Place::Variable(variable));
    }

    pub(super) fn note_file(&mut self, file: &Path, options: &Dict) {
        self.note_below("", file, options);
    }

    fn note_below(&mut self, section: &str, file: &Path, options: &Dict) {
        for (key, value) in options {
            if let Value::Dict(_, inner) = value {
                self.note_below(&format!("{section}{key}."), file, inner);
            } else {
                let place = Place::File(file.to_owned());
                self.0.insert(format!("{section}{key}"), place);
            }
        }
    }
}
