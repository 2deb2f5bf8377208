//! What a mail says, before it becomes a message: subject, plain part, HTML part.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::config::Config;

/// A mail for one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EmailContent {
    /// One line.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part, styles inlined.
    pub html: String,
    /// Where one click ends mails of this kind (RFC 8058), when they can be ended.
    pub unsubscribe: Option<String>,
}

/// What the frame of every mail shows of the site.
#[derive(Clone, Debug)]
pub struct SiteFrame {
    /// The site's name.
    pub name: String,
    /// The site's address, or Gudok's own where the site has none.
    pub url: String,
    /// The postal address at the foot.
    pub postal_address: Option<String>,
}

impl SiteFrame {
    /// The frame that this configuration gives.
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
        })
    }
}

/// A template's subject as one line.
pub fn one_line(subject: &str) -> String {
    subject.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Moves the style sheet into the elements, as mail clients want it; where that fails the mail keeps its style sheet.
pub fn inline_styles(html: &str) -> String {
    let inliner = css_inline::CSSInliner::options()
        .load_remote_stylesheets(false)
        .build();
    inliner.inline(html).unwrap_or_else(|error| {
        tracing::warn!(%error, "a mail's styles could not be inlined");
        html.to_owned()
    })
}
