//! The page of the site that a form leads back to.

use url::Url;

use crate::config::Config;
use crate::page_key::web_address;

/// The form field that names the page.
pub const RETURN_FIELD: &str = "return";

/// The parameter that tells the page what came of the form.
const OUTCOME: &str = "gudok";

/// The address of the page with the outcome in its query; `None` for a page of an origin that is not the site's own.
pub fn place(config: &Config, page: &str, outcome: &str) -> Option<String> {
    let mut url = page_of_an_origin(config, page)?;
    // The other pairs stay as they are: they need not be UTF-8.
    let pairs = url.query().unwrap_or("").split('&');
    let kept = pairs.filter(|pair| {
        let name = pair.split('=').next().unwrap_or("");
        !name.is_empty() && name != OUTCOME
    });
    let outcome = format!("{OUTCOME}={outcome}");
    let query: Vec<&str> = kept.chain([outcome.as_str()]).collect();
    let query = query.join("&");
    url.set_query(Some(&query));
    Some(url.into())
}

/// The page of this address, when it is of an origin of the site. Only an exact origin counts, since the policy of the form's page
/// names those.
pub fn page_of_an_origin(config: &Config, page: &str) -> Option<Url> {
    let url = page_of_the_site(config, page)?;
    let origin = url.origin().ascii_serialization();
    config.origins().find(|allowed| *allowed == origin)?;
    Some(url)
}

/// The page of this address, when it is the site's own.
pub fn page_of_the_site(config: &Config, page: &str) -> Option<Url> {
    let url = web_address(page)?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_plain && config.has_page(&url)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_site_are_led_back_to() {
        let mut config = Config::default();
        assert_eq!(
            place(&config, "https://blog.example.org/", "held"),
            None,
            "no site is named"
        );
        config.site.url = "https://blog.example.org/".parse().ok();
        let place = |page| place(&config, page, "held");
        for (page, expected) in [
            (
                "https://blog.example.org/a?b=%C7%D1&gudok=x#d",
                "https://blog.example.org/a?b=%C7%D1&gudok=held#d",
            ),
            (
                " https://blog.example.org",
                "https://blog.example.org/?gudok=held",
            ),
        ] {
            assert_eq!(place(page).as_deref(), Some(expected));
        }
        for page in [
            "",
            "/a",
            "//evil.example",
            "https://evil.example/",
            "https://blog.example.org@evil.example/",
            "https://me@blog.example.org/",
            "https://blog.example.org:8443/",
            "https://www.blog.example.org/",
            "http://blog.example.org/",
            "javascript://blog.example.org/%0aalert(1)",
            "https://blog.example.org.evil.example/",
        ] {
            assert_eq!(place(page), None, "{page}");
        }
    }
}
