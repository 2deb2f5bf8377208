//! An option as a field of a form: its value, its lock, and what is wrong with it.

use crate::config::Config;
use crate::settings::SettingOption;
use crate::web::PageContext;

/// One option in a form.
pub(in crate::panel) struct SettingField {
    /// Its name in the configuration, which is the field's name too.
    pub name: &'static str,
    /// Its value, or what was typed.
    pub value: String,
    /// The words to choose from, each with the key of its phrase; none for a text.
    pub choices: &'static [(&'static str, &'static str)],
    /// What sets it instead of the panel.
    pub lock: Option<String>,
    /// What is wrong with what was typed.
    pub error: Option<String>,
    /// The value that somebody else saved meanwhile.
    pub theirs: Option<String>,
}

impl SettingField {
    /// The option with its value in this configuration.
    pub(super) fn of(option: &SettingOption, config: &Config) -> Self {
        Self {
            name: option.name,
            value: option.text(config),
            choices: choices(option.name),
            lock: config.given.place(option.name).map(ToString::to_string),
            error: None,
            theirs: None,
        }
    }

    /// True where what was typed is not saved as it is.
    pub(in crate::panel) fn is_wrong(&self) -> bool {
        self.error.is_some() || self.theirs.is_some()
    }

    /// The key of one of its phrases: `label`, `hint` or `wrong`.
    pub(in crate::panel) fn key(&self, what: &str) -> String {
        phrase(self.name, what)
    }

    /// True for a text of several lines.
    pub(in crate::panel) fn is_long(&self) -> bool {
        matches!(
            self.name,
            "server.allowed_origins"
                | "site.postal_address"
                | "comments.held_words"
                | "comments.spam_words"
        )
    }

    /// The label.
    pub(in crate::panel) fn label(&self, page: &PageContext) -> String {
        page.say(&self.key("label")).to_string()
    }

    /// The line below the field.
    pub(in crate::panel) fn hint(&self, page: &PageContext) -> String {
        page.say(&self.key("hint")).to_string()
    }
}

/// The words of an option that has few, each with the key of its phrase.
fn choices(name: &str) -> &'static [(&'static str, &'static str)] {
    match name {
        "site.locale" => &[("ko", "panel-language-ko"), ("en", "panel-language-en")],
        "comments.moderation" => &[
            ("all", "panel-moderation-all"),
            ("first", "panel-moderation-first"),
            ("none", "panel-moderation-none"),
        ],
        "subscribers.tell_owners" => &[
            ("never", "settings-tell-never"),
            ("soon", "settings-tell-at-once"),
            ("daily", "settings-tell-daily"),
        ],
        "subscribers.reminder"
        | "comments.page_titles"
        | "comments.votes"
        | "comments.avatars"
        | "comments.site_users"
        | "comments.require_email"
        | "comments.url_field" => &[("true", "panel-yes"), ("false", "panel-no")],
        _ => &[],
    }
}

/// The key of an option's phrase, such as `settings-hint-site-url`.
pub(super) fn phrase(option: &str, what: &str) -> String {
    format!("settings-{what}-{}", option.replace(['.', '_'], "-"))
}
