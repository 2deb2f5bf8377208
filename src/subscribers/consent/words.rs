//! The words beside the button of a sign-up. `templates/components/consent.html` shows the same.

use crate::config::{Compliance, Config};
use crate::i18n::Locale;

/// What somebody agrees to by the button, and under the law of Korea what is collected, why and for how long.
pub fn sign_up_words(config: &Config, locale: Locale) -> String {
    let t = locale.translator();
    let consent = t.say("subscribers-consent").to_string();
    if config.site.compliance != Compliance::Kr {
        return consent;
    }
    let days = i64::from(config.retention.consent_ips);
    let collected = t.say("compliance-collected").with("days", days);
    let age = t.say("compliance-fourteen");
    format!("{consent}\n{collected}\n{age}")
}
