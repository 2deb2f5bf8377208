//! The HTTP client: requests to public addresses only, within their limits.

use std::error::Error;
use std::sync::Arc;

use reqwest::header::{
    ACCEPT, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LINK, LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode};
use url::Url;

use super::credentials::{carried, strip};
use super::model::{
    FetchError, FetchFailure, FetchLimits, Fetched, FetchedDocument, FormAnswer, Validators,
};
use super::private_networks::{AddressFilter, FilteredNames, PrivateName, may_lead_to};
use crate::clock::{DAY, Timestamp};

/// Characters of a header that are kept.
const LONGEST_HEADER: usize = 500;
/// Characters of a content security policy that are kept.
const LONGEST_POLICY: usize = 4000;
/// Content security policies that are kept.
const MOST_POLICIES: usize = 4;
/// `Link` headers that are kept.
const MOST_LINKS: usize = 10;

/// A client with its limits and its filter of addresses.
#[derive(Clone, Debug)]
pub struct FetchClient {
    client: Client,
    limits: FetchLimits,
    may_reach: AddressFilter,
}

impl FetchClient {
    /// Builds a client that names the site at `site_url` as its user, and reaches the addresses of `may_reach`.
    pub fn new(
        site_url: &str,
        limits: FetchLimits,
        may_reach: AddressFilter,
    ) -> Result<Self, FetchError> {
        let client = Client::builder()
            .user_agent(format!("Gudok/{} (+{site_url})", env!("CARGO_PKG_VERSION")))
            .connect_timeout(limits.connect)
            .dns_resolver(Arc::new(FilteredNames(may_reach)))
            // Each redirect is checked here, and a proxy would look names up elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build();
        let client = client.map_err(|error| {
            tracing::error!(%error, "the HTTP client could not be built");
            FetchError::Internal
        })?;
        Ok(Self {
            client,
            limits,
            may_reach,
        })
    }

    /// Requests `url`, unless it still has the `known` validators. Its credentials are sent to its own server only.
    pub async fn get(
        &self,
        url: &Url,
        accept: &str,
        known: &Validators,
        now: Timestamp,
    ) -> Result<Fetched, FetchFailure> {
        tokio::time::timeout(self.limits.total, self.follow(url, accept, known, now))
            .await
            .unwrap_or_else(|_| Err(FetchError::TooSlow.into()))
    }

    /// Posts a form, and returns the answer with the value of one header. A redirect is no answer.
    pub async fn post_form(
        &self,
        url: &Url,
        form: String,
        header: &str,
    ) -> Result<FormAnswer, FetchFailure> {
        tokio::time::timeout(self.limits.total, self.send_form(url, form, header))
            .await
            .unwrap_or_else(|_| Err(FetchError::TooSlow.into()))
    }

    async fn send_form(
        &self,
        url: &Url,
        form: String,
        header: &str,
    ) -> Result<FormAnswer, FetchFailure> {
        self.check(url)?;
        let request = self.client.post(url.clone()).body(form);
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = request.send().await.map_err(|error| error_of(&error))?;
        if !response.status().is_success() {
            return Err(FetchError::Status(response.status().as_u16()).into());
        }
        let value = response.headers().get(header);
        let header = value.and_then(|value| value.to_str().ok().map(bounded));
        let body = self.body(response).await?;
        Ok(FormAnswer { body, header })
    }

    async fn follow(
        &self,
        url: &Url,
        accept: &str,
        known: &Validators,
        now: Timestamp,
    ) -> Result<Fetched, FetchFailure> {
        let mut url = url.clone();
        for _ in 0..=self.limits.redirects {
            let response = self.ask(&url, accept, known).await?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Fetched::Unchanged);
            }
            if status.is_success() {
                return self.read(url, response).await.map(Fetched::Document);
            }
            match text(response.headers(), &LOCATION).filter(|_| status.is_redirection()) {
                Some(location) => {
                    let next = url.join(&location).map_err(|_| FetchError::NotAnAddress)?;
                    url = carried(&url, next);
                }
                None => {
                    return Err(FetchFailure {
                        error: FetchError::Status(status.as_u16()),
                        retry_at: retry_at(response.headers(), now),
                    });
                }
            }
        }
        Err(FetchError::Redirects.into())
    }

    async fn ask(
        &self,
        url: &Url,
        accept: &str,
        known: &Validators,
    ) -> Result<Response, FetchError> {
        self.check(url)?;
        let mut request = self.client.get(url.clone()).header(ACCEPT, accept);
        if let Some(etag) = &known.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(date) = &known.last_modified {
            request = request.header(IF_MODIFIED_SINCE, date);
        }
        request.send().await.map_err(|error| error_of(&error))
    }

    /// Refuses an address that no request may go to.
    fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Scheme);
        }
        if !may_lead_to(url, self.may_reach) {
            return Err(FetchError::Private);
        }
        Ok(())
    }

    async fn read(
        &self,
        mut url: Url,
        response: Response,
    ) -> Result<FetchedDocument, FetchFailure> {
        strip(&mut url);
        let headers = response.headers();
        let content_type = text(headers, &CONTENT_TYPE);
        let validators = Validators {
            etag: text(headers, &ETAG),
            last_modified: text(headers, &LAST_MODIFIED),
        };
        let links = headers.get_all(LINK).iter().take(MOST_LINKS);
        let links = links
            .filter_map(|link| link.to_str().ok().map(bounded))
            .collect();
        let policies = headers.get_all(CONTENT_SECURITY_POLICY).iter();
        let policies = policies.take(MOST_POLICIES).filter_map(|policy| {
            let policy = policy.to_str().ok()?;
            Some(policy.chars().take(LONGEST_POLICY).collect())
        });
        let policies = policies.collect();
        let body = self.body(response).await?;
        Ok(FetchedDocument {
            url,
            content_type,
            links,
            policies,
            validators,
            body,
        })
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, FetchError> {
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > self.limits.bytes => {
                    return Err(FetchError::TooLarge(self.limits.bytes));
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(body),
                Err(error) => return Err(error_of(&error)),
            }
        }
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    Some(bounded(headers.get(name)?.to_str().ok()?))
}

fn bounded(value: &str) -> String {
    value.chars().take(LONGEST_HEADER).collect()
}

/// `Retry-After` in either of its forms, at most a day ahead.
fn retry_at(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let value = text(headers, &RETRY_AFTER)?;
    let at = if let Ok(seconds) = value.trim().parse::<i64>() {
        now.plus(seconds.clamp(0, DAY))
    } else {
        let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value.trim());
        Timestamp::from_unix(date.ok()?.as_second()).min(now.plus(DAY))
    };
    (at > now).then_some(at)
}

/// The cause beneath; reqwest's own message repeats the address.
fn error_of(error: &reqwest::Error) -> FetchError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    let mut is_dns = false;
    while let Some(error) = cause {
        if error.is::<PrivateName>() {
            return FetchError::Private;
        }
        if error.is::<rustls::Error>() {
            return FetchError::Tls;
        }
        if let Some(error) = error.downcast_ref::<std::io::Error>()
            && let Some(inner) = error.get_ref()
            && inner.is::<rustls::Error>()
        {
            return FetchError::Tls;
        }
        is_dns |= error.to_string().contains("dns error");
        cause = error.source();
    }
    match error {
        error if error.is_timeout() => FetchError::TooSlow,
        _ if is_dns => FetchError::UnknownHost,
        error if error.is_connect() => FetchError::Unreachable,
        _ => FetchError::Interrupted,
    }
}
