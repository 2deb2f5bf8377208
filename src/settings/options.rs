//! The options that the panel can set, one line each.

use figment::value::Value as OptionValue;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::config::{Config, optional_web_address, read_value, web_addresses};
use crate::page_key::with_scheme;

/// An option that the panel can set.
pub struct SettingOption {
    /// Its name in the configuration.
    pub name: &'static str,
    read: fn(&str, &mut Config) -> Result<(), String>,
    show: fn(&Config) -> Value,
}

impl SettingOption {
    /// The option of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        OPTIONS.iter().find(|option| option.name == name)
    }

    /// Puts a value into a configuration; the text is what an environment variable would hold.
    pub(super) fn put(&self, text: &str, config: &mut Config) -> Result<(), String> {
        (self.read)(text, config)
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
fn value<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    read_value(&OptionValue::from(text))
}

/// Reads a number or a yes and no.
fn scalar<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let Ok(value) = text.trim().parse::<OptionValue>();
    read_value(&value)
}

/// Reads a web address; people leave `https://` out.
fn address(text: &str) -> Result<Option<Url>, String> {
    optional_web_address(Value::from(with_scheme(text))).map_err(|error| error.to_string())
}

/// Reads web addresses with commas, spaces or line breaks between them.
fn addresses(text: &str) -> Result<Vec<Url>, String> {
    let parts = text.split(|c: char| c == ',' || c.is_whitespace());
    let parts = parts.filter(|part| !part.is_empty()).map(with_scheme);
    web_addresses(parts.collect::<Value>()).map_err(|error| error.to_string())
}

/// Reads words or phrases with commas or line breaks between them.
#[expect(
    clippy::unnecessary_wraps,
    reason = "options are read by functions of one kind"
)]
fn words(text: &str) -> Result<Vec<String>, String> {
    let words = text.split([',', '\n']).map(str::trim);
    let words = words.filter(|word| !word.is_empty());
    Ok(words.map(str::to_owned).collect())
}

fn shown(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_value_gets_a_sentence_with_the_way_out() {
        for (name, text, said) in [
            (
                "site.locale",
                "fr",
                "`fr` is none of its words; write \"ko\" or \"en\"",
            ),
            (
                "comments.moderation",
                "maybe",
                "`maybe` is none of its words; write \"all\", \"first\" or \"none\"",
            ),
            ("comments.votes", "ja", "string \"ja\" is not true or false"),
            ("comments.votes", "", "string \"\" is not true or false"),
            (
                "comments.most_links",
                "many",
                "string \"many\" is not a whole number such as 20",
            ),
            (
                "comments.most_links",
                "{",
                "string \"{\" is not a whole number such as 20",
            ),
            (
                "site.time_zone",
                "Mars",
                "`Mars` is no time zone; write an IANA name such as Asia/Seoul",
            ),
            (
                "site.url",
                "no host",
                "`https://no host` is no web address; write https://blog.example.org",
            ),
        ] {
            let option = SettingOption::named(name).expect("an option");
            let why = option.put(text, &mut Config::default()).unwrap_err();
            assert_eq!(why, said, "{name}");
        }
    }

    #[test]
    fn no_wrong_value_is_told_in_the_words_of_a_library() {
        for option in OPTIONS {
            for text in [
                "\u{7}",
                "-1",
                "99999999999999999999",
                "[1]",
                "{a = 1}",
                "3.5",
                "@",
                "https://",
            ] {
                if let Err(why) = option.put(text, &mut Config::default()) {
                    let foreign = [
                        "expected", "line 1", "invalid", "variant", "u32", "i64", "EOF",
                    ];
                    let found = foreign.iter().find(|word| why.contains(**word));
                    assert_eq!(found, None, "{}: {why}", option.name);
                }
            }
        }
    }
}
