//! Responses that many handlers give: a page, an Atom feed, a redirect after a POST.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, LOCATION};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Serialize;

use super::{Effort, EncodedBody, Encoding, HandlerResult, WebError};
use crate::invisible::is_xml;

/// The type of a page.
pub const HTML: &str = "text/html; charset=utf-8";

/// Renders a page.
pub fn render(page: &impl Template) -> Result<String, WebError> {
    page.render().map_err(|error| {
        tracing::error!(%error, "a page could not be rendered");
        WebError::Internal
    })
}

/// Returns a page.
pub fn html(status: StatusCode, page: &impl Template) -> HandlerResult {
    Ok(HttpResponse::build(status)
        .content_type(HTML)
        .body(render(page)?))
}

/// Returns a page that holds nothing of one reader: encoded, and 304 to a client that has it.
pub fn public_html(request: &HttpRequest, page: &impl Template) -> HandlerResult {
    let (body, encoding) = (render(page)?, Encoding::once(request));
    Ok(EncodedBody::new(HTML, body, encoding, Effort::Least).answer(request))
}

/// The type of JSON.
pub const JSON: &str = "application/json";

/// The type of a stream of server-sent events.
pub(super) const EVENTS: &str = "text/event-stream";

/// Writes a value as JSON.
pub fn to_json(value: &impl Serialize) -> Result<String, WebError> {
    serde_json::to_string(value).map_err(|error| {
        tracing::error!(%error, "a value could not be written as JSON");
        WebError::Internal
    })
}

/// Returns a value that holds nothing of one reader as JSON: encoded, and 304 to a client that has it.
pub fn public_json(request: &HttpRequest, value: &impl Serialize) -> HandlerResult {
    let (body, encoding) = (to_json(value)?, Encoding::once(request));
    Ok(EncodedBody::new(JSON, body, encoding, Effort::Least).answer(request))
}

/// Returns one person's data as a file that no cache stores.
pub fn download(name: &str, data: &impl Serialize) -> HandlerResult {
    let text = serde_json::to_string_pretty(data).map_err(|error| {
        tracing::error!(%error, "a file could not be written as JSON");
        WebError::Internal
    })?;
    Ok(HttpResponse::Ok()
        .content_type(JSON)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .body(text + "\n"))
}

/// Returns an Atom feed (RFC 4287), without the characters that XML cannot carry.
pub fn atom(feed: &impl Template) -> HandlerResult {
    Ok(HttpResponse::Ok()
        .content_type(ATOM)
        .body(render_atom(feed)?))
}

/// The type of an Atom feed.
pub const ATOM: &str = "application/atom+xml; charset=utf-8";

/// Renders an Atom feed, without the characters that XML cannot carry.
pub fn render_atom(feed: &impl Template) -> Result<String, WebError> {
    let mut body = feed.render().map_err(|error| {
        tracing::error!(%error, "a feed could not be rendered");
        WebError::Internal
    })?;
    body.retain(is_xml);
    Ok(body)
}

/// Returns a redirect after a POST: the browser gets `path` (303, RFC 9110 section 15.4.4).
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .finish()
}
