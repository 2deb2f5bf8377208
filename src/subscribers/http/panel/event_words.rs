//! Events of the consent record in words.

use crate::i18n::Locale;
use crate::subscribers::consent::Change;
use crate::subscribers::http::hours::hour_of;
use crate::web::PageContext;

/// The channel with its actor: "Agreed at: the old blog".
pub(super) fn source(page: &PageContext, channel: &str, actor: Option<&str>) -> String {
    page.say("subscribers-source")
        .with("channel", channel)
        .with("place", actor.unwrap_or_default())
        .to_string()
}

/// A changed value: "Cadence: Weekly → Daily".
pub(super) fn change(page: &PageContext, change: &Change) -> String {
    let field = page.say("subscribers-field").with("field", &change.field);
    let to = value(page, &change.field, &change.to);
    match &change.from {
        Some(from) => {
            let from = value(page, &change.field, from);
            format!("{field}: {from} → {to}")
        }
        None => format!("{field}: {to}"),
    }
}

fn value(page: &PageContext, field: &str, value: &str) -> String {
    match field {
        "cadence" => page
            .say("subscribers-cadence-word")
            .with("cadence", value)
            .to_string(),
        "advertising" => page
            .say("compliance-choice-word")
            .with("choice", value)
            .to_string(),
        "locale" if value == Locale::Ko.as_str() => "한국어".into(),
        "locale" if value == Locale::En.as_str() => "English".into(),
        "weekly_day" => page
            .say("subscribers-weekday")
            .with("day", value)
            .to_string(),
        "delivery_hour" => value.parse().map_or_else(
            |_| value.to_owned(),
            |hour| hour_of(page.translator(), hour).to_string(),
        ),
        "paused_until" if value.is_empty() => page.say("subscribers-pause-none").to_string(),
        "topics" if value.is_empty() => page.say("subscribers-topics-all").to_string(),
        _ => value.to_owned(),
    }
}
