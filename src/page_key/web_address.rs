//! Addresses of web pages, as programs and as people write them.

use std::borrow::Cow;

use url::Url;

/// Parses the address of a web page: what a browser opens as a page, unlike `javascript:`.
pub fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// A typed address with its scheme: people leave `https://` out.
pub fn with_scheme(typed: &str) -> Cow<'_, str> {
    let typed = typed.trim();
    // `javascript:` without slashes is a scheme as well, and no host of that name.
    if typed.contains("://") || typed.starts_with("javascript:") {
        Cow::Borrowed(typed)
    } else {
        Cow::Owned(format!("https://{typed}"))
    }
}
