//! The words beside the button of a sign-up. `templates/components/consent.html` shows the same.

use crate::config::{Compliance, Config};
use crate::i18n::Locale;
use crate::subscribers::fields::ReaderField;

/// The site's own fields, as the words of what is collected name them.
#[derive(Clone, Debug, Default)]
pub struct CollectedFields {
    /// Their number.
    pub count: usize,
    /// Their names, with commas between.
    pub names: String,
}

impl CollectedFields {
    /// Those that a form asks.
    pub fn of(asked: &[ReaderField]) -> Self {
        let names: Vec<&str> = asked.iter().map(|field| field.name.as_str()).collect();
        Self {
            count: names.len(),
            names: names.join(", "),
        }
    }
}

/// What somebody agrees to by the button, and under the law of Korea what is collected, why and for how long.
pub fn sign_up_words(config: &Config, locale: Locale, asked: &[ReaderField]) -> String {
    let t = locale.translator();
    let consent = t.say("subscribers-consent").to_string();
    if config.site.compliance != Compliance::Kr {
        return consent;
    }
    let days = i64::from(config.retention.consent_ips);
    let fields = CollectedFields::of(asked);
    let collected = t
        .say("compliance-collected")
        .with("days", days)
        .with("count", fields.count)
        .with("fields", fields.names);
    let age = t.say("compliance-fourteen");
    format!("{consent}\n{collected}\n{age}")
}
