//! One call of Akismet: a form by POST, and a word as the answer. <https://akismet.com/developers/detailed-docs/comment-check/>

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use crate::app::App;
use crate::config::Config;
use crate::fetch::{FetchClient, FetchError, FetchFailure, FetchLimits, FormAnswer};

/// The limits of one call: an author waits for it.
const LIMITS: FetchLimits = FetchLimits {
    connect: Duration::from_secs(2),
    total: Duration::from_secs(4),
    bytes: 4 * 1024,
    redirects: 0,
};

/// The header with more than the answer's word.
const TIP: &str = "x-akismet-pro-tip";

/// What Akismet answers.
pub(super) struct AkismetAnswer {
    pub word: String,
    /// `discard` for spam that needs no look.
    pub tip: String,
}

/// True where the site has a key.
pub(in crate::comments) fn is_wanted(app: &App) -> bool {
    app.config().akismet.key.is_some()
}

/// Calls `method` with the fields of a comment; `None` without a key.
pub(super) async fn call(
    app: &App,
    method: &str,
    fields: &[(&str, String)],
) -> Result<Option<AkismetAnswer>, FetchFailure> {
    let config = app.config();
    let Some(key) = &config.akismet.key else {
        return Ok(None);
    };
    let url = config.akismet.url.join(&format!("1.1/{method}"));
    let url = url.map_err(|_| FetchError::NotAnAddress)?;
    let form = form(&config, key, fields);
    // The owner wrote the address, so it may be on this machine.
    let client = FetchClient::new(&config.server.base_url(), LIMITS, |_| true)?;
    let FormAnswer { body, header } = client.post_form(&url, form, TIP).await?;
    Ok(Some(AkismetAnswer {
        word: String::from_utf8_lossy(&body).trim().to_owned(),
        tip: header.unwrap_or_default(),
    }))
}

/// The fields of every call, and those of this comment that have a value.
fn form(config: &Config, key: &SecretString, fields: &[(&str, String)]) -> String {
    let blog = match &config.site.url {
        Some(site) => site.to_string(),
        None => config.server.base_url(),
    };
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("api_key", key.expose_secret());
    form.append_pair("blog", &blog);
    form.append_pair("blog_lang", config.site.locale.as_str());
    form.append_pair("blog_charset", "UTF-8");
    for (name, value) in fields {
        if !value.is_empty() {
            form.append_pair(name, value);
        }
    }
    form.finish()
}
