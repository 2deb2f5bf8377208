//! The error of a command: one line that names the way out.

use std::fmt;

use crate::app::OpenError;
use crate::config::ConfigError;
use crate::store;

/// The reason why a command failed, in one line that names the way out.
#[derive(Debug)]
pub struct CliError(String);

impl CliError {
    /// An error with this line.
    pub fn new(line: impl Into<String>) -> Self {
        Self(line.into())
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> Self {
        Self(error.to_string())
    }
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        Self(error.to_string())
    }
}

impl From<store::Error> for CliError {
    fn from(error: store::Error) -> Self {
        Self(error.to_string())
    }
}
