//! Reads the configuration once from a TOML file and the environment, and checks it. An unknown key is an error.

use std::collections::BTreeSet;
use std::path::Path;

use figment::Figment;
use figment::providers::{Format, Serialized, Toml};
use figment::value::Value;
use serde::{Deserialize, Serialize};
use url::{Position, Url};

use crate::page_key;

use super::addresses::AddressesConfig;
use super::akismet::AkismetConfig;
use super::backups::BackupsConfig;
use super::dkim::DkimConfig;
use super::doctor::DoctorConfig;
use super::error::ConfigError;
use super::given::Given;
use super::mail::MailConfig;
use super::mistakes::one_line;
use super::retention::RetentionConfig;
use super::sections::{
    CommentsConfig, DatabaseConfig, FeedsConfig, HooksConfig, SecurityConfig, ServerConfig,
    SiteConfig,
};
use super::subscribers::SubscribersConfig;

/// The reference that `gudok config` prints; a test holds that it names every option with its default.
pub const REFERENCE: &str = include_str!("../../docs/gudok.example.toml");

/// Every option of Gudok, one struct a section.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// How Gudok is reached over HTTP.
    pub server: ServerConfig,
    /// The site whose readers it serves.
    pub site: SiteConfig,
    /// Where the data is.
    pub database: DatabaseConfig,
    /// How mail leaves.
    pub mail: MailConfig,
    /// Calls of mail services.
    pub hooks: HooksConfig,
    /// How mail is signed.
    pub dkim: DkimConfig,
    /// Secrets.
    pub security: SecurityConfig,
    /// What follows a sign-up.
    pub subscribers: SubscribersConfig,
    /// How comments are taken.
    pub comments: CommentsConfig,
    /// Who else judges comments.
    pub akismet: AkismetConfig,
    /// Which addresses are thrown away after a mail.
    pub addresses: AddressesConfig,
    /// How feeds are read.
    pub feeds: FeedsConfig,
    /// How long records are kept.
    pub retention: RetentionConfig,
    /// When the checks of mail delivery run.
    pub doctor: DoctorConfig,
    /// Backups that are made by themselves.
    pub backups: BackupsConfig,
    /// The options that the file and the environment set.
    #[serde(skip)]
    pub given: Given,
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
        let mut given = Given::default();
        let file = match file {
            Some(file) if !file.is_file() => return Err(ConfigError::NoFile(file.to_owned())),
            Some(file) => Some(file),
            None => Some(Path::new(DEFAULT_FILE)).filter(|file| file.is_file()),
        };
        if let Some(file) = file {
            let toml = Figment::from(Toml::file_exact(file));
            // A file that is no TOML is refused below, with the line.
            if let Ok(options) = toml.extract() {
                given.note_file(file, &options);
            }
            figment = figment.merge(toml);
        }
        for (variable, text) in environment {
            if let Some((option, text)) = read_variable(&variable, text)? {
                let value = like(figment.find_value(&option).ok().as_ref(), text);
                figment = figment.merge(Serialized::global(&option, value));
                given.note_variable(option, variable);
            }
        }
        let mut config: Self = figment
            .extract()
            .map_err(|error| ConfigError::Wrong(one_line(&error)))?;
        config.given = given;
        config.check()?;
        Ok(config)
    }

    /// Checks what the options' own types cannot.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.server.check()?;
        self.site.check()?;
        self.database.check()?;
        self.akismet.check()?;
        self.retention.check()?;
        self.security.check()?;
        self.hooks.check()?;
        self.dkim.check()?;
        self.mail.check()
    }

    /// The sites that this Gudok serves: `site.url`, `server.allowed_origins` and its own address.
    fn sites(&self) -> impl Iterator<Item = &Url> {
        let named = self.server.allowed_origins.iter().chain(&self.site.url);
        named.chain(&self.server.public_url)
    }

    /// The origins that may show the forms and read the answers: those of `site.url` and `server.allowed_origins`. A file has none,
    /// so that the origin `null` of any sandbox is never one.
    pub fn origins(&self) -> impl Iterator<Item = String> {
        let named = self.server.allowed_origins.iter().chain(&self.site.url);
        named
            .map(Url::origin)
            .filter(url::Origin::is_tuple)
            .map(|origin| origin.ascii_serialization())
    }

    /// Whether a page is one of the site's own, by its host and port: `http` and `https` are one site, and so are a host with `www.`
    /// and without. Where neither `site.url` nor `server.allowed_origins` says what the site is, every page is.
    pub fn is_of_the_site(&self, page: &Url) -> bool {
        let is_unsaid = self.site.url.is_none() && self.server.allowed_origins.is_empty();
        is_unsaid || self.sites().any(|site| is_same_site(site, page))
    }

    /// Whether this program may fetch a page for its title: its origin is configured. `http` and `https` are one origin, and so
    /// are a host with `www.` and without.
    pub fn has_page(&self, page: &Url) -> bool {
        let mut named = self.server.allowed_origins.iter().chain(&self.site.url);
        named.any(|site| is_same_site(site, page))
    }

    /// The hosts of the site's pages, with a port where it is not the usual one, for people.
    pub fn site_hosts(&self) -> String {
        let host = |site: &Url| site[Position::BeforeHost..Position::AfterPort].to_owned();
        let hosts: BTreeSet<String> = self
            .sites()
            .filter(|site| site.has_host())
            .map(host)
            .collect();
        hosts.into_iter().collect::<Vec<_>>().join(", ")
    }

    /// The domain that signs mails, as A-labels.
    pub fn dkim_domain(&self) -> &str {
        let sender = self.site.sender.address.domain();
        self.dkim.domain.as_deref().unwrap_or(sender)
    }
}

/// Whether two addresses are of one host and port, under `http` or `https`, with `www.` or without.
fn is_same_site(site: &Url, page: &Url) -> bool {
    let port = |url: &Url| url.port().filter(|port| !matches!(port, 80 | 443));
    page_key::host(site) == page_key::host(page) && port(site) == port(page)
}

/// The option that an environment variable sets, and its text; `None` for a variable that is not ours.
fn read_variable(variable: &str, text: String) -> Result<Option<(String, String)>, ConfigError> {
    if variable == "DATABASE_URL" {
        return Ok(Some(("database.url".into(), text)));
    }
    let Some(key) = variable.strip_prefix(PREFIX) else {
        return Ok(None);
    };
    let option = key.to_lowercase().replace("__", ".");
    let Some(option) = option.strip_suffix("_file") else {
        return Ok(Some((option, text)));
    };
    let content = std::fs::read_to_string(&text).map_err(|source| ConfigError::Secret {
        variable: variable.to_owned(),
        path: text,
        source,
    })?;
    Ok(Some((option.to_owned(), content.trim_end().to_owned())))
}

/// The text as a value of the same kind as the option's value so far: a site may be called 2026, a port is a number.
fn like(so_far: Option<&Value>, text: String) -> Value {
    match so_far {
        Some(Value::Num(..) | Value::Bool(..) | Value::Array(..)) => {
            text.parse().unwrap_or_else(|_| Value::from(text))
        }
        _ => Value::from(text),
    }
}
