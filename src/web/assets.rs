//! Style sheets and pictures of our own, compiled in and served under a name that changes with their content.

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;

use super::{Answer, WebError};
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

/// Mounts `GET /assets/{name}`.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/assets/{name}", web::get().to(asset));
}

async fn asset(name: web::Path<String>, request: HttpRequest) -> Answer {
    let file = Assets::get(&name).ok_or(WebError::NotFound)?;
    let kind = match name.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let cache = if request.query_string().is_empty() {
        "public, max-age=300"
    } else {
        "public, max-age=31536000, immutable"
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CACHE_CONTROL, HeaderValue::from_static(cache)))
        .body(file.data.into_owned()))
}
