//! Shared by the pages of subscribers: the limit of posts, and answers that no cache stores.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use askama::Template;

use crate::app::App;
use crate::clock::HOUR;
use crate::rate_limits::Limit;
use crate::store::Tx;
use crate::web::{self, ClientIp, HandlerResult, WebError};

/// Posts of one client that can cause a mail. Several people may share an address.
pub(super) const POSTS: Limit = Limit {
    bucket: "subscribers-posts",
    most: 30,
    window: HOUR,
};

/// The header that keeps a page out of search engines.
pub(super) const ROBOTS: &str = "x-robots-tag";

pub(super) async fn count_post(tx: &mut Tx, app: &App, ip: ClientIp) -> Result<(), WebError> {
    POSTS
        .hit_mailing_client(tx, ip.0, app.now())
        .await?
        .or_refuse()?;
    Ok(())
}

/// A page that no cache stores and no search engine indexes.
pub(crate) fn private(status: StatusCode, page: &impl Template) -> HandlerResult {
    let mut answer = not_stored(status, page)?;
    answer.headers_mut().insert(
        HeaderName::from_static(ROBOTS),
        HeaderValue::from_static("noindex"),
    );
    Ok(answer)
}

/// A page that no cache stores.
pub(crate) fn not_stored(status: StatusCode, page: &impl Template) -> HandlerResult {
    let mut answer = web::html(status, page)?;
    let no_store = HeaderValue::from_static("no-store");
    answer.headers_mut().insert(CACHE_CONTROL, no_store);
    Ok(answer)
}
