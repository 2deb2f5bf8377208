//! The HTTP client for feeds and pages.

use std::time::Duration;

use url::Url;

use crate::app::App;
use crate::clock::Timestamp;
use crate::fetch::{
    FetchClient, FetchError, FetchFailure, FetchLimits, Fetched, Validators, is_public,
};

/// Formats that are wanted, and those that servers send when they know no better.
const ACCEPTED: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
                        text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1";
/// Time between two pages of one site.
const PAUSE: Duration = Duration::from_secs(1);

/// Builds a client that reaches what the configuration allows.
pub fn http_client(app: &App, limits: FetchLimits) -> Result<FetchClient, FetchError> {
    let may_reach = if app.config().feeds.allow_private {
        |_| true
    } else {
        is_public
    };
    let site = app.config().server.base_url();
    FetchClient::new(&site, limits, may_reach)
}

/// Builds the client for feeds and posts.
pub(super) fn build(app: &App) -> Result<FetchClient, FetchError> {
    http_client(app, FetchLimits::default())
}

/// Requests a feed or a page.
pub(super) async fn get(
    client: &FetchClient,
    url: &Url,
    known: &Validators,
    now: Timestamp,
) -> Result<Fetched, FetchFailure> {
    client.get(url, ACCEPTED, known, now).await
}

/// Waits as long as is polite between two pages.
pub(super) async fn pause() {
    tokio::time::sleep(PAUSE).await;
}
