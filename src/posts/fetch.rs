//! Fetching what strangers serve: only from public addresses, and never more, longer or farther than the limits say.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LINK, LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode};
use url::Url;

use super::credentials;
use super::network::{Judge, JudgedNames, PrivateName, is_public, may_lead_to};
use super::problem::Problem;
use crate::app::App;
use crate::clock::{DAY, Timestamp};

/// What a fetch may cost at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time to connect.
    pub connect: Duration,
    /// Time for everything, redirects and the body included.
    pub total: Duration,
    /// Octets of the body, after decompression.
    pub bytes: usize,
    /// Redirects followed.
    pub redirects: usize,
    /// Time between two pages of one feed.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(30),
            bytes: 10 * 1024 * 1024,
            redirects: 5,
            pause: Duration::from_secs(1),
        }
    }
}

/// What the last answer said of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

/// What a server answered.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "one answer lives at a time, and nearly all of them are documents"
)]
pub enum FetchResponse {
    /// Nothing has changed since these validators.
    Unchanged,
    /// A document.
    Document(Document),
}

/// A document as it was served.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it was found in the end, without credentials.
    pub url: Url,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// WordPress's REST API, where the server names it: `Link: <…>; rel="https://api.w.org/"`.
    pub api: Option<String>,
    /// For the next conditional request.
    pub validators: Validators,
    /// The octets, decompressed.
    pub body: Vec<u8>,
}

/// A fetch that failed.
#[derive(Clone, Debug)]
pub struct Failed {
    /// Why.
    pub problem: Problem,
    /// When the server wants to be asked again.
    pub retry_at: Option<Timestamp>,
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            retry_at: None,
        }
    }
}

/// Formats that are wished for, and what servers send when they know no better.
const WISHES: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
                      text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1";

/// Fetches feeds and pages.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: Client,
    limits: Limits,
    may_reach: Judge,
}

impl Fetcher {
    /// A fetcher as the configuration wants it.
    pub fn new(app: &App, limits: Limits) -> Result<Self, Problem> {
        let may_reach = if app.config().feeds.allow_private {
            |_| true
        } else {
            is_public
        };
        Self::reaching(app, limits, may_reach)
    }

    /// A fetcher that reaches what `may_reach` says.
    pub fn reaching(app: &App, limits: Limits, may_reach: Judge) -> Result<Self, Problem> {
        let agent = format!(
            "Gudok/{} (+{})",
            env!("CARGO_PKG_VERSION"),
            app.config().server.base_url()
        );
        let client = Client::builder()
            .user_agent(agent)
            .connect_timeout(limits.connect)
            .dns_resolver(Arc::new(JudgedNames(may_reach)))
            // Each hop is judged here, and a proxy would look names up elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build();
        let client = client.map_err(|error| {
            tracing::error!(%error, "no HTTP client could be made");
            Problem::Internal
        })?;
        Ok(Self {
            client,
            limits,
            may_reach,
        })
    }

    /// Fetches `url`, unless it is what `known` says. Credentials in it are sent to its own server only.
    pub async fn fetch(
        &self,
        url: &Url,
        known: &Validators,
        now: Timestamp,
    ) -> Result<FetchResponse, Failed> {
        tokio::time::timeout(self.limits.total, self.follow(url, known, now))
            .await
            .unwrap_or_else(|_| Err(Problem::TooSlow.into()))
    }

    /// Waits as long as is polite between two pages.
    pub async fn pause(&self) {
        tokio::time::sleep(self.limits.pause).await;
    }

    async fn follow(
        &self,
        url: &Url,
        known: &Validators,
        now: Timestamp,
    ) -> Result<FetchResponse, Failed> {
        let mut url = url.clone();
        for _ in 0..=self.limits.redirects {
            let response = self.ask(&url, known).await?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(FetchResponse::Unchanged);
            }
            if status.is_success() {
                return self.read(url, response).await.map(FetchResponse::Document);
            }
            match text(response.headers(), &LOCATION).filter(|_| status.is_redirection()) {
                Some(location) => {
                    let next = url.join(&location).map_err(|_| Problem::NotAnAddress)?;
                    url = credentials::carried(&url, next);
                }
                None => {
                    return Err(Failed {
                        problem: Problem::Status(status.as_u16()),
                        retry_at: retry_at(response.headers(), now),
                    });
                }
            }
        }
        Err(Problem::Redirects.into())
    }

    async fn ask(&self, url: &Url, known: &Validators) -> Result<Response, Problem> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Problem::Scheme);
        }
        if !may_lead_to(url, self.may_reach) {
            return Err(Problem::Private);
        }
        let mut request = self.client.get(url.clone()).header(ACCEPT, WISHES);
        if let Some(etag) = &known.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(date) = &known.last_modified {
            request = request.header(IF_MODIFIED_SINCE, date);
        }
        request.send().await.map_err(|error| problem_of(&error))
    }

    async fn read(&self, mut url: Url, mut response: Response) -> Result<Document, Failed> {
        credentials::strip(&mut url);
        let headers = response.headers();
        let content_type = text(headers, &CONTENT_TYPE);
        let validators = Validators {
            etag: text(headers, &ETAG),
            last_modified: text(headers, &LAST_MODIFIED),
        };
        let api = headers.get_all(LINK).iter().find_map(|link| {
            let (address, rest) = link.to_str().ok()?.strip_prefix('<')?.split_once('>')?;
            let is_api = rest.contains("api.w.org");
            url.join(address).ok().filter(|_| is_api).map(String::from)
        });
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > self.limits.bytes => {
                    return Err(Problem::TooLarge(self.limits.bytes / (1024 * 1024)).into());
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) => return Err(problem_of(&error).into()),
            }
        }
        Ok(Document {
            url,
            content_type,
            api,
            validators,
            body,
        })
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.chars().take(500).collect())
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

/// What went wrong beneath; reqwest's own words repeat the address.
fn problem_of(error: &reqwest::Error) -> Problem {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    let mut is_dns = false;
    while let Some(error) = cause {
        if error.is::<PrivateName>() {
            return Problem::Private;
        }
        if error.is::<rustls::Error>() {
            return Problem::Tls;
        }
        if let Some(error) = error.downcast_ref::<std::io::Error>()
            && let Some(inner) = error.get_ref()
            && inner.is::<rustls::Error>()
        {
            return Problem::Tls;
        }
        is_dns |= error.to_string().contains("dns error");
        cause = error.source();
    }
    match error {
        error if error.is_timeout() => Problem::TooSlow,
        _ if is_dns => Problem::UnknownHost,
        error if error.is_connect() => Problem::Unreachable,
        _ => Problem::Interrupted,
    }
}
