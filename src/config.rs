//! The configuration: read once from a TOML file and the environment, checked once; an unknown key is an error.

mod mail_url;
mod sections;

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Format, Serialized, Toml};
use figment::value::Value;
use serde::{Deserialize, Serialize};

pub use mail_url::{MailUrl, Tls};
pub use sections::{
    CommentModeration, Comments, Compliance, Database, Feeds, Mail, Security, Sender, Server, Site,
};

/// The reference that `gudok config` prints; a test holds that it names every option with its default.
pub const REFERENCE: &str = include_str!("../docs/gudok.example.toml");

/// Every option of Gudok, one struct a section.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// How Gudok is reached over HTTP.
    pub server: Server,
    /// The site whose readers it serves.
    pub site: Site,
    /// Where the data is.
    pub database: Database,
    /// How mail leaves.
    pub mail: Mail,
    /// Secrets.
    pub security: Security,
    /// How comments are taken.
    pub comments: Comments,
    /// How feeds are read.
    pub feeds: Feeds,
}

/// Why the configuration cannot be used; the text names the option and the way out.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that was named is not there.
    #[error("the configuration file {0} is not there; name another with --config, or leave it out")]
    NoFile(PathBuf),
    /// A file that a `…_FILE` variable names cannot be read.
    #[error("{variable} names the file {path}, which cannot be read: {source}")]
    Secret {
        /// The environment variable.
        variable: String,
        /// The file it names.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A value or a key is wrong.
    #[error("the configuration is wrong: {0} (`gudok config` prints every option)")]
    Wrong(String),
}

/// The file read when none is named, if it is there.
const DEFAULT_FILE: &str = "gudok.toml";
/// Environment variables of ours begin like this: `GUDOK__SITE__NAME`.
const PREFIX: &str = "GUDOK__";

impl Config {
    /// Reads `file` (or `gudok.toml` where it is there) and the process's environment over it.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::read(file, std::env::vars())
    }

    /// The same with the environment given.
    pub fn read(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        match file {
            Some(file) if !file.is_file() => return Err(ConfigError::NoFile(file.to_owned())),
            Some(file) => figment = figment.merge(Toml::file_exact(file)),
            None => figment = figment.merge(Toml::file_exact(DEFAULT_FILE)),
        }
        for (variable, text) in environment {
            if let Some((option, value)) = read_variable(&variable, text)? {
                figment = figment.merge(Serialized::global(&option, value));
            }
        }
        let config: Self = figment
            .extract()
            .map_err(|error| ConfigError::Wrong(one_line(&error)))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.server.check()?;
        self.mail.check()
    }
}

/// The option and the value that an environment variable sets; `None` for a variable that is not ours.
fn read_variable(variable: &str, text: String) -> Result<Option<(String, Value)>, ConfigError> {
    if variable == "DATABASE_URL" {
        return Ok(Some(("database.url".into(), Value::from(text))));
    }
    let Some(key) = variable.strip_prefix(PREFIX) else {
        return Ok(None);
    };
    let option = key.to_lowercase().replace("__", ".");
    if let Some(option) = option.strip_suffix("_file") {
        let content = std::fs::read_to_string(&text).map_err(|source| ConfigError::Secret {
            variable: variable.to_owned(),
            path: text,
            source,
        })?;
        return Ok(Some((
            option.to_owned(),
            Value::from(content.trim_end().to_owned()),
        )));
    }
    Ok(Some((option, parse_value(text))))
}

/// Numbers, truth values and lists as TOML writes them; anything else is text.
fn parse_value(text: String) -> Value {
    let is_literal = text.starts_with('[') || matches!(text.as_str(), "true" | "false");
    if is_literal || text.parse::<i64>().is_ok() {
        text.parse().unwrap_or_else(|_| Value::from(text))
    } else {
        Value::from(text)
    }
}

fn one_line(error: &figment::Error) -> String {
    error
        .clone()
        .into_iter()
        .map(|each| each.to_string())
        .collect::<Vec<_>>()
        .join("; ")
}
