//! The check of a page of the site: it is fetched, and what it has of Gudok is told.

use std::time::Duration;

use url::{Host, Url};

use super::finding::Finding;
use super::findings::examine;
use crate::app::App;
use crate::fetch::{FetchError, FetchLimits, Fetched, Validators};
use crate::page_key::{web_address, with_scheme};
use crate::posts;
use crate::posts::content::bounded;
use crate::web::PageContext;

/// Somebody waits for the answer.
const LIMITS: FetchLimits = FetchLimits {
    connect: Duration::from_secs(5),
    total: Duration::from_secs(10),
    bytes: 4 * 1024 * 1024,
    redirects: 5,
};
const ACCEPTED: &str = "text/html, */*;q=0.1";

/// The result of a check.
pub(super) struct CheckReport {
    /// The page's address.
    pub address: String,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Why the page could not be read.
    pub failure: Option<String>,
}

impl CheckReport {
    /// Whether everything is as it should be.
    pub(super) fn is_good(&self) -> bool {
        self.failure.is_none() && self.findings.iter().all(Finding::is_good)
    }

    fn failed(address: &str, failure: String) -> Self {
        Self {
            address: address.to_owned(),
            findings: Vec::new(),
            failure: Some(failure),
        }
    }
}

/// Fetches the page and examines it. Of an address without a scheme, `https` is tried first; what answers under `http` alone is
/// examined, too.
pub(super) async fn check(app: &App, page: &PageContext, typed: &str) -> CheckReport {
    let Some((url, is_open)) = address_of(typed) else {
        let problem = page.say("embedding-check-no-address").to_string();
        return CheckReport::failed(typed, problem);
    };
    let first = fetch(app, &url).await;
    let plain = is_open && lacks_https(&first);
    if let Some(plain) = plain.then(|| in_clear(&url)).flatten() {
        let second = fetch(app, &plain).await;
        if second.is_ok() {
            return report(app, page, &plain, second, Some(Finding::OnlyInClear)).await;
        }
    }
    report(app, page, &url, first, None).await
}

/// Whether the host may have no `https` at all.
fn lacks_https(answer: &Result<Fetched, FetchError>) -> bool {
    matches!(
        answer,
        Err(FetchError::Unreachable
            | FetchError::Interrupted
            | FetchError::Tls
            | FetchError::TooSlow)
    )
}

/// The address as typed, and whether it leaves the scheme open. A machine's own names have no certificate, so `http` is meant there.
fn address_of(typed: &str) -> Option<(Url, bool)> {
    let whole = with_scheme(typed);
    let url = web_address(&whole)?;
    if whole == typed.trim() {
        return Some((url, false));
    }
    if is_of_this_machine(&url) {
        return Some((in_clear(&url)?, false));
    }
    Some((url, true))
}

fn is_of_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// The same address under `http`.
fn in_clear(url: &Url) -> Option<Url> {
    let mut plain = url.clone();
    plain.set_scheme("http").ok()?;
    Some(plain)
}

async fn fetch(app: &App, url: &Url) -> Result<Fetched, FetchError> {
    let client = posts::http_client(app, LIMITS)?;
    let none = Validators::default();
    let answer = client.get(url, ACCEPTED, &none, app.now()).await;
    answer.map_err(|failure| failure.error)
}

/// What was found in an answer from this address, after what is known of the address.
async fn report(
    app: &App,
    page: &PageContext,
    address: &Url,
    fetched: Result<Fetched, FetchError>,
    known: Option<Finding>,
) -> CheckReport {
    let address = address.as_str();
    match fetched {
        Ok(Fetched::Document(document)) => {
            let html = posts::decode(&document.body, document.content_type.as_deref());
            let config = app.config();
            let (at, policies) = (document.url.clone(), document.policies);
            // Parsing takes milliseconds, for hostile pages more.
            let parsed = tokio::task::spawn_blocking(move || {
                examine(bounded(&html).as_ref(), &at, &policies, &config)
            });
            match parsed.await {
                Ok(Ok(findings)) => CheckReport {
                    address: document.url.to_string(),
                    findings: known.into_iter().chain(findings).collect(),
                    failure: None,
                },
                _ => CheckReport::failed(address, words(page, &FetchError::Internal)),
            }
        }
        // The request had no condition.
        Ok(Fetched::Unchanged) => {
            CheckReport::failed(address, words(page, &FetchError::Unreachable))
        }
        Err(error) => CheckReport::failed(address, words(page, &error)),
    }
}

/// Why the page could not be read, and what to do.
fn words(page: &PageContext, error: &FetchError) -> String {
    let key = match error {
        FetchError::NotAnAddress | FetchError::Scheme => "embedding-check-no-address",
        FetchError::Private => "embedding-fetch-private",
        FetchError::UnknownHost => "embedding-fetch-unknown-host",
        FetchError::Unreachable | FetchError::Interrupted => "embedding-fetch-unreachable",
        FetchError::Tls => "embedding-fetch-tls",
        FetchError::TooSlow => "embedding-fetch-too-slow",
        FetchError::TooLarge(_) => "embedding-fetch-too-large",
        FetchError::Redirects => "embedding-fetch-redirects",
        FetchError::Status(status) => {
            return page
                .say("embedding-fetch-status")
                .with("status", i64::from(*status))
                .to_string();
        }
        FetchError::Internal => "embedding-fetch-internal",
    };
    page.say(key).to_string()
}

#[cfg(test)]
mod tests {
    use super::address_of;

    #[test]
    fn what_has_no_scheme_is_https_but_on_this_machine() {
        for (typed, address, is_open) in [
            ("blog.example.org/1", "https://blog.example.org/1", true),
            (
                " https://blog.example.org/1 ",
                "https://blog.example.org/1",
                false,
            ),
            (
                "http://blog.example.org/1",
                "http://blog.example.org/1",
                false,
            ),
            ("localhost:8080/1", "http://localhost:8080/1", false),
            ("blog.localhost/1", "http://blog.localhost/1", false),
            ("127.0.0.1:8080", "http://127.0.0.1:8080/", false),
            ("[::1]:8080/1", "http://[::1]:8080/1", false),
            ("https://localhost/1", "https://localhost/1", false),
            (
                "localhost.example.org",
                "https://localhost.example.org/",
                true,
            ),
        ] {
            let found = address_of(typed).map(|(url, is_open)| (url.to_string(), is_open));
            assert_eq!(found, Some((address.to_owned(), is_open)), "{typed}");
        }
        for typed in [
            "",
            "주소 없음",
            "ftp://blog.example.org/",
            "javascript:alert(1)",
        ] {
            assert_eq!(address_of(typed), None, "{typed}");
        }
    }
}
