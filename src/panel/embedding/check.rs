//! The check of a page of the site: it is fetched, and what it has of Gudok is told.

use std::time::Duration;

use super::findings::{Finding, examine};
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

/// Fetches the page and examines it.
pub(super) async fn check(app: &App, page: &PageContext, typed: &str) -> CheckReport {
    let address = with_scheme(typed);
    let Some(url) = web_address(&address) else {
        let problem = page.say("embedding-check-no-address").to_string();
        return CheckReport::failed(typed, problem);
    };
    let fetched = match posts::http_client(app, LIMITS) {
        Ok(client) => {
            let none = Validators::default();
            let answer = client.get(&url, ACCEPTED, &none, app.now()).await;
            answer.map_err(|failure| failure.error)
        }
        Err(error) => Err(error),
    };
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
                    findings,
                    failure: None,
                },
                _ => CheckReport::failed(&address, words(page, &FetchError::Internal)),
            }
        }
        // The request had no condition.
        Ok(Fetched::Unchanged) => {
            CheckReport::failed(&address, words(page, &FetchError::Unreachable))
        }
        Err(error) => CheckReport::failed(&address, words(page, &error)),
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
