//! Responses that many handlers give: a page, an Atom feed, a redirect after a POST.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use askama::Template;

use super::{HandlerResult, WebError};
use crate::invisible::is_xml;

/// Returns a page.
pub fn html(status: StatusCode, page: &impl Template) -> HandlerResult {
    let body = page.render().map_err(|error| {
        tracing::error!(%error, "a page could not be rendered");
        WebError::Internal
    })?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(body))
}

/// Returns an Atom feed (RFC 4287), without the characters that XML cannot carry.
pub fn atom(feed: &impl Template) -> HandlerResult {
    let mut body = feed.render().map_err(|error| {
        tracing::error!(%error, "a feed could not be rendered");
        WebError::Internal
    })?;
    body.retain(is_xml);
    Ok(HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .body(body))
}

/// Returns a redirect after a POST: the browser gets `path` (303, RFC 9110 section 15.4.4).
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .finish()
}
