//! The options that the panel can set, one line each.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Error, Value};
use url::Url;

use crate::config::{Config, optional_web_address, web_addresses};
use crate::page_key::with_scheme;

/// An option that the panel can set.
pub struct SettingOption {
    /// Its name in the configuration.
    pub name: &'static str,
    read: fn(&str, &mut Config) -> Result<(), Error>,
    show: fn(&Config) -> Value,
}

impl SettingOption {
    /// The option of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        OPTIONS.iter().find(|option| option.name == name)
    }

    /// Puts a value into a configuration; the text is what an environment variable would hold.
    pub(super) fn put(&self, text: &str, config: &mut Config) -> Result<(), String> {
        (self.read)(text, config).map_err(|error| error.to_string())
    }

    /// The option's value in this configuration as text; empty where it is not set.
    pub fn text(&self, config: &Config) -> String {
        match (self.show)(config) {
            Value::Null => String::new(),
            Value::String(text) => text,
            Value::Array(items) => items
                .iter()
                .map(|item| {
                    item.as_str()
                        .map_or_else(|| item.to_string(), str::to_owned)
                })
                .collect::<Vec<_>>()
                .join(", "),
            other => other.to_string(),
        }
    }
}

impl std::fmt::Debug for SettingOption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for SettingOption {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for SettingOption {}

/// Makes the row of an option: its section, its name, and how its text is read.
macro_rules! option {
    ($section:ident . $name:ident, $read:path) => {
        SettingOption {
            name: concat!(stringify!($section), ".", stringify!($name)),
            read: |text, config| {
                config.$section.$name = $read(text)?;
                Ok(())
            },
            show: |config| shown(&config.$section.$name),
        }
    };
}

/// Every option that the panel can set.
pub const OPTIONS: &[SettingOption] = &[
    option!(site.name, value),
    option!(site.url, address),
    option!(server.allowed_origins, addresses),
    option!(site.locale, value),
    option!(site.time_zone, value),
    option!(site.sender, value),
    option!(site.reply_to, value),
    option!(site.postal_address, value),
    option!(site.contact, value),
    option!(site.privacy_url, address),
    option!(subscribers.tell_owners, value),
    option!(subscribers.reminder, scalar),
    option!(comments.moderation, value),
    option!(comments.page_titles, scalar),
    option!(comments.votes, scalar),
    option!(comments.avatars, scalar),
    option!(comments.site_users, scalar),
    option!(comments.require_email, scalar),
    option!(comments.url_field, scalar),
    option!(comments.held_words, words),
    option!(comments.spam_words, words),
    option!(comments.most_links, scalar),
    option!(comments.close_after_days, scalar),
    option!(comments.flag_threshold, scalar),
];

/// Reads a single value by the type's own parser, the one of the file.
fn value<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_value(text.into())
}

/// Reads a number or a yes and no.
fn scalar<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text.trim())
}

/// Reads a web address; people leave `https://` out.
fn address(text: &str) -> Result<Option<Url>, Error> {
    optional_web_address(Value::from(with_scheme(text)))
}

/// Reads web addresses with commas, spaces or line breaks between them.
fn addresses(text: &str) -> Result<Vec<Url>, Error> {
    let parts = text.split(|c: char| c == ',' || c.is_whitespace());
    let parts = parts.filter(|part| !part.is_empty()).map(with_scheme);
    web_addresses(parts.collect::<Value>())
}

/// Reads words or phrases with commas or line breaks between them.
fn words(text: &str) -> Result<Vec<String>, Error> {
    let words = text.split([',', '\n']).map(str::trim);
    serde_json::from_value(words.filter(|word| !word.is_empty()).collect())
}

fn shown(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
