//! Style sheets and pictures, compiled in and served at an address that changes with their content.

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;

use super::{HandlerResult, WebError};
use crate::token::hex;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// The path under which a page links the asset: its hash makes a browser fetch it anew after an update.
pub fn path(name: &str) -> String {
    match Assets::get(name) {
        Some(file) => format!(
            "/assets/{name}?v={}",
            hex(&file.metadata.sha256_hash()[..6])
        ),
        None => format!("/assets/{name}"),
    }
}

/// The text of an asset, for style sheets that go into mails.
pub fn text(name: &str) -> String {
    Assets::get(name)
        .map(|file| String::from_utf8_lossy(&file.data).into_owned())
        .unwrap_or_default()
}

/// Mounts `GET /assets/{name}`, and the two files that browsers and search engines ask for by themselves.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/assets/{name}", web::get().to(asset))
        .route("/favicon.ico", web::get().to(favicon))
        .route("/robots.txt", web::get().to(robots));
}

/// The rules for search engines (RFC 9309): public pages may be read, personal pages may not.
const ROBOTS: &str = "User-agent: *
Disallow: /admin
Disallow: /subscriptions
Disallow: /preferences
Disallow: /unsubscribe
Disallow: /comments/notices
";

async fn robots() -> HandlerResult {
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CACHE_CONTROL, HeaderValue::from_static(SHORT)))
        .body(ROBOTS))
}

async fn favicon() -> HandlerResult {
    let file = Assets::get("favicon.png").ok_or(WebError::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("image/png")
        .insert_header((CACHE_CONTROL, HeaderValue::from_static(SHORT)))
        .body(file.data.into_owned()))
}

/// For addresses that stay the same when their content changes.
const SHORT: &str = "public, max-age=300";

async fn asset(name: web::Path<String>, request: HttpRequest) -> HandlerResult {
    let file = Assets::get(&name).ok_or(WebError::NotFound)?;
    let kind = match name.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "png")) => "image/png",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let cache = if request.query_string().is_empty() {
        SHORT
    } else {
        "public, max-age=31536000, immutable"
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CACHE_CONTROL, HeaderValue::from_static(cache)))
        .body(file.data.into_owned()))
}
