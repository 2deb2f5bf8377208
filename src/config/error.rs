//! The errors of the configuration.

use std::path::PathBuf;

/// The reason why the configuration is refused. The text names the option and the way out.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The named file does not exist.
    #[error("the configuration file {0} is not there; name another with --config, or leave it out")]
    NoFile(PathBuf),
    /// A file that a `…_FILE` variable names cannot be read.
    #[error("{variable} names the file {path}, which cannot be read: {source}")]
    Secret {
        /// The environment variable.
        variable: String,
        /// The file it names.
        path: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// A value or a key is wrong.
    #[error("the configuration is wrong: {0} (`gudok config` prints every option)")]
    Wrong(String),
}
