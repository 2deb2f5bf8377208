//! The configuration in plain words: each option with its name and its value, and never a secret.

use std::fmt::Display;

use crate::config::{Compliance, Config};
use crate::store;
use crate::web::PageContext;

/// Options that belong together.
pub(super) struct SettingGroup {
    /// The phrase above them.
    pub key: &'static str,
    /// The options.
    pub options: Vec<Setting>,
}

/// One option.
pub(super) struct Setting {
    /// The phrase that says what it is.
    pub key: &'static str,
    /// Its name in the configuration.
    pub name: &'static str,
    /// Its value in words; `None` when it is not set.
    pub value: Option<String>,
}

/// What an owner asks about and only the file or the environment changes.
pub(super) fn groups(config: &Config, engine: &str, page: &PageContext) -> Vec<SettingGroup> {
    vec![
        law(config, page),
        mail(config, page),
        posts(config, page),
        server(config, engine, page),
    ]
}

fn law(config: &Config, page: &PageContext) -> SettingGroup {
    let compliance = match config.site.compliance {
        Compliance::None => "panel-compliance-none",
        Compliance::Kr => "panel-compliance-kr",
        Compliance::Eu => "panel-compliance-eu",
    };
    SettingGroup {
        key: "panel-config-law",
        options: vec![always(
            "panel-config-site-compliance",
            "site.compliance",
            page.say(compliance),
        )],
    }
}

fn mail(config: &Config, page: &PageContext) -> SettingGroup {
    let mail = &config.mail;
    let rate = match mail.rate {
        0 => page.say("panel-config-mail-rate-free").to_string(),
        rate => page
            .say("panel-config-mail-rate-value")
            .with("rate", i64::from(rate))
            .to_string(),
    };
    SettingGroup {
        key: "panel-config-mail",
        options: vec![
            always("panel-config-mail-url", "mail.url", &mail.url),
            always(
                "panel-config-mail-connections",
                "mail.connections",
                mail.connections,
            ),
            always("panel-config-mail-rate", "mail.rate", rate),
        ],
    }
}

fn posts(config: &Config, page: &PageContext) -> SettingGroup {
    let private = yes_or_no(config.feeds.allow_private);
    SettingGroup {
        key: "layout-section-posts",
        options: vec![always(
            "panel-config-private-feeds",
            "feeds.allow_private",
            page.say(private),
        )],
    }
}

fn server(config: &Config, engine: &str, page: &PageContext) -> SettingGroup {
    let server = &config.server;
    let secret = if config.security.secret.is_some() {
        "panel-config-secret-given"
    } else {
        "panel-config-secret-kept"
    };
    let database = store::without_password(&config.database.url);
    SettingGroup {
        key: "panel-config-server",
        options: vec![
            always(
                "panel-config-public-url",
                "server.public_url",
                server.base_url(),
            ),
            always("panel-config-bind", "server.bind", &server.bind),
            list(
                "panel-config-proxies",
                "server.trusted_proxies",
                &server.trusted_proxies,
            ),
            always(
                "panel-config-database",
                "database.url",
                format!("{engine}, {database}"),
            ),
            always("panel-config-secret", "security.secret", page.say(secret)),
        ],
    }
}

fn yes_or_no(is: bool) -> &'static str {
    if is { "panel-yes" } else { "panel-no" }
}

fn always(key: &'static str, name: &'static str, value: impl Display) -> Setting {
    perhaps(key, name, Some(value))
}

fn perhaps(key: &'static str, name: &'static str, value: Option<impl Display>) -> Setting {
    Setting {
        key,
        name,
        value: value.map(|value| value.to_string()),
    }
}

fn list(key: &'static str, name: &'static str, values: &[impl Display]) -> Setting {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    perhaps(key, name, (!values.is_empty()).then(|| values.join(", ")))
}
