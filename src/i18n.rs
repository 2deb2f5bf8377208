//! Every word a person reads comes from `locales/{ko,en}/*.ftl`; a phrase is looked up when it is written out.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::clock::{DAY, HOUR, MINUTE, Timestamp, Zone};

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks (U+2068…) around arguments would show up in mail subjects.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A language that Gudok speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", expecting = "\"ko\" or \"en\"")]
pub enum Locale {
    /// 한국어
    Ko,
    /// English
    En,
}

crate::text_enum!(Locale { Ko => "ko", En => "en" });

impl Locale {
    /// The first language of an `Accept-Language` header (RFC 9110, section 12.5.4) that Gudok speaks.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut wishes: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|wish| {
                let mut parts = wish.trim().split(';');
                let tag = parts.next()?.trim().to_ascii_lowercase();
                let locale = tag.split('-').next()?.parse().ok()?;
                let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok());
                Some((weight.unwrap_or(1.0), locale))
            })
            .collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes
            .first()
            .filter(|wish| wish.0 > 0.0)
            .map(|wish| wish.1)
    }

    /// The other language, for the switch at the foot of a page.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Ko => Self::En,
            Self::En => Self::Ko,
        }
    }

    /// The translator of this language.
    pub fn translator(self) -> Translator {
        Translator(self)
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        static IDENTIFIERS: LazyLock<[LanguageIdentifier; 2]> = LazyLock::new(|| {
            [Locale::Ko, Locale::En].map(|locale| locale.as_str().parse().unwrap_or_default())
        });
        &IDENTIFIERS[self as usize]
    }
}

/// Speaks one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Translator(Locale);

impl Translator {
    /// The phrase of this key; name its arguments with [`Phrase::with`].
    pub fn say<'a>(&self, key: &'a str) -> Phrase<'a> {
        Phrase {
            locale: self.0,
            key,
            arguments: HashMap::new(),
        }
    }

    /// The language spoken.
    pub fn locale(&self) -> Locale {
        self.0
    }

    /// The language as an HTML `lang` attribute: `ko` or `en`.
    pub fn lang(&self) -> &'static str {
        self.0.as_str()
    }

    /// A date as people of this language write it: `2026년 11월 24일`, `November 24, 2026`.
    pub fn date(&self, moment: Timestamp, zone: &Zone) -> String {
        let format = match self.0 {
            Locale::Ko => "%Y년 %-m월 %-d일",
            Locale::En => "%B %-d, %Y",
        };
        moment.at(zone).strftime(format).to_string()
    }

    /// A day of a year that is known: `11월 24일`, `November 24`.
    pub fn day(&self, date: Date) -> String {
        let format = match self.0 {
            Locale::Ko => "%-m월 %-d일",
            Locale::En => "%B %-d",
        };
        date.strftime(format).to_string()
    }

    /// A number with its thousands apart, as people of both languages write it: `1,204`.
    pub fn number(&self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let groups: Vec<&str> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .filter_map(|group| std::str::from_utf8(group).ok())
            .collect();
        let sign = if number < 0 { "−" } else { "" };
        format!("{sign}{}", groups.join(","))
    }

    /// A date with the time of day.
    pub fn date_time(&self, moment: Timestamp, zone: &Zone) -> String {
        format!(
            "{} {}",
            self.date(moment, zone),
            moment.at(zone).strftime("%H:%M")
        )
    }

    /// How long before `now` a moment was, in one unit: `3분 전`, `3 minutes ago`.
    pub fn ago(&self, moment: Timestamp, now: Timestamp) -> String {
        let seconds = now.since(moment);
        let (key, unit) = match seconds {
            ..MINUTE => ("layout-ago-now", MINUTE),
            MINUTE..HOUR => ("layout-ago-minutes", MINUTE),
            HOUR..DAY => ("layout-ago-hours", HOUR),
            _ => ("layout-ago-days", DAY),
        };
        self.say(key).with("count", seconds / unit).to_string()
    }
}

/// A phrase that is translated when it is displayed.
#[derive(Clone, Debug)]
pub struct Phrase<'a> {
    locale: Locale,
    key: &'a str,
    arguments: HashMap<Cow<'static, str>, FluentValue<'static>>,
}

impl Phrase<'_> {
    /// Gives the argument `$name` its value: a text, or a number that the language may count by.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Argument) -> Self {
        self.arguments.insert(Cow::Borrowed(name), value.value());
        self
    }
}

/// What can stand in a phrase; templates hand over references of any depth.
pub trait Argument {
    /// The value as Fluent's.
    fn value(&self) -> FluentValue<'static>;
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

impl Argument for str {
    fn value(&self) -> FluentValue<'static> {
        self.to_owned().into()
    }
}

impl Argument for String {
    fn value(&self) -> FluentValue<'static> {
        self.clone().into()
    }
}

impl Argument for i64 {
    fn value(&self) -> FluentValue<'static> {
        (*self).into()
    }
}

impl Argument for usize {
    fn value(&self) -> FluentValue<'static> {
        (*self).into()
    }
}

impl fmt::Display for Phrase<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let language = self.locale.identifier();
        match LOCALES.try_lookup_complete(language, self.key, Some(&self.arguments)) {
            Some(text) => f.write_str(&text),
            // A test holds that no key is missing; a reader would rather see the key than nothing.
            None => f.write_str(self.key),
        }
    }
}

/// A wrong field of a form or of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the field.
    pub field: &'static str,
    /// The key of the phrase that says what is wrong.
    pub key: &'static str,
}

impl FieldError {
    /// The mistake in one word, for programs: `malformed` of `web-email-malformed`.
    pub fn code(&self) -> &'static str {
        let after_field = self.key.split_once(self.field).map_or("", |(_, rest)| rest);
        after_field.strip_prefix('-').unwrap_or(self.key)
    }
}
