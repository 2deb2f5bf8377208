//! The content of a mail before it becomes a message: subject, plain part and HTML part.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::address::EmailAddress;
use crate::config::Config;

/// A mail for one person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EmailContent {
    /// One line.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part, styles inlined.
    pub html: String,
    /// The one-click unsubscribe address (RFC 8058), for a kind of mail that has one.
    pub unsubscribe: Option<String>,
    /// The address for answers to this mail alone; without it that of the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<EmailAddress>,
}

/// Site details for the header and the footer of every mail.
#[derive(Clone, Debug)]
pub struct SiteFrame {
    /// The site's name.
    pub name: String,
    /// The site's address; Gudok's own address without one.
    pub url: String,
    /// The postal address at the foot.
    pub postal_address: Option<String>,
}

impl SiteFrame {
    /// The details that the configuration gives.
    pub fn of(config: &Config) -> Self {
        Self {
            name: config.site.name.clone(),
            url: config
                .site
                .url
                .as_ref()
                .map_or_else(|| config.server.base_url(), ToString::to_string),
            postal_address: config.site.postal_address.clone(),
        }
    }
}

impl EmailContent {
    /// Renders a mail's three templates (`templates/emails/<name>/{subject.txt,body.txt,body.html}`).
    pub fn render(
        subject: &impl Template,
        text: &impl Template,
        html: &impl Template,
    ) -> askama::Result<Self> {
        Ok(Self {
            subject: one_line(&subject.render()?),
            text: text.render()?,
            html: inline_styles(&html.render()?),
            unsubscribe: None,
            reply_to: None,
        })
    }
}

/// A template's subject as one line.
pub fn one_line(subject: &str) -> String {
    subject.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Moves the style sheet into the elements, as mail clients need it. If that fails, the mail keeps
/// its style sheet.
pub fn inline_styles(html: &str) -> String {
    let inliner = css_inline::CSSInliner::options()
        .load_remote_stylesheets(false)
        .build();
    inliner.inline(html).unwrap_or_else(|error| {
        tracing::warn!(%error, "a mail's styles could not be inlined");
        html.to_owned()
    })
}
