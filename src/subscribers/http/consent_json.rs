//! How somebody agreed on the site's own page, as a program of the site tells it.

use std::net::IpAddr;
use std::str::FromStr;

use serde::Deserialize;
use url::Url;

use crate::admin::tokens::ApiToken;
use crate::i18n::Locale;
use crate::subscribers::consent::{Channel, ConsentEvidence, Wording};
use crate::web::WebError;

/// Characters of the longest words that somebody agreed to.
const LONGEST_WORDING: usize = 4000;
/// Characters of the longest user agent.
const LONGEST_USER_AGENT: usize = 300;

/// The words that were shown, the page, and the reader's connection.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ConsentJson {
    wording: Option<String>,
    page: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
}

impl ConsentJson {
    /// Whether it holds the words that somebody agreed to.
    pub(super) fn has_words(&self) -> bool {
        let words = self.wording.as_deref().unwrap_or_default();
        words.chars().any(|c| is_kept(c) && !c.is_whitespace())
    }

    /// The evidence, told by the program with this token.
    pub(super) fn evidence(
        self,
        token: &ApiToken,
        locale: Locale,
    ) -> Result<ConsentEvidence, WebError> {
        let cut = |text: &str, most: usize| -> String {
            text.chars().filter(|c| is_kept(*c)).take(most).collect()
        };
        let user_agent = self.user_agent.as_deref();
        let wording = self.wording.as_deref();
        let page = value::<Url>(
            "consent.page",
            self.page.as_deref(),
            "subscribers-page-unknown",
        )?;
        let page = page.as_ref();
        if page.is_some_and(|page| !matches!(page.scheme(), "http" | "https")) {
            return Err(WebError::field("consent.page", "subscribers-page-unknown"));
        }
        Ok(ConsentEvidence {
            ip: value::<IpAddr>("consent.ip", self.ip.as_deref(), "subscribers-ip-unknown")?,
            user_agent: user_agent.map(|name| cut(name, LONGEST_USER_AGENT)),
            wording: wording.map(|text| Wording {
                text: cut(text, LONGEST_WORDING),
            }),
            locale: Some(locale),
            ..ConsentEvidence::of(Channel::Token)
                .by(&token.name)
                .on_page(page)
        })
    }
}

/// An empty value is none.
fn value<T: FromStr>(
    field: &'static str,
    text: Option<&str>,
    key: &'static str,
) -> Result<Option<T>, WebError> {
    let given = text.map(str::trim).filter(|text| !text.is_empty());
    let value = given.map(str::parse::<T>).transpose();
    value.map_err(|_| WebError::field(field, key))
}

/// PostgreSQL's texts hold no NUL, and no control character is seen by whoever agrees.
fn is_kept(c: char) -> bool {
    matches!(c, '\n' | '\t') || !c.is_control()
}
