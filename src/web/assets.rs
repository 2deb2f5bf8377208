//! Style sheets and pictures, compiled in and served at an address that changes with their content.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;

use super::encoded_body::EncodedBody;
use super::encoding::{Effort, Encoding};
use super::{HandlerResult, WebError};
use crate::token::hex;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// Every asset by its name.
static ALL: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    let named = |name: std::borrow::Cow<'static, str>| {
        let file = Assets::get(&name)?;
        let version = format!("v={}", hex(&file.metadata.sha256_hash()[..6]));
        let bytes = match file.data {
            std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            std::borrow::Cow::Owned(bytes) => bytes.into(),
        };
        let asset = Asset {
            path: format!("/assets/{name}?{version}"),
            version,
            body: StaticBody::new(content_type(&name), bytes),
        };
        Some((name.into_owned(), asset))
    };
    Assets::iter().filter_map(named).collect()
});

struct Asset {
    path: String,
    /// The query of the path: it changes with the content.
    version: String,
    body: StaticBody,
}

/// A body that never changes while the process runs. Each coding of it is made once, when it is first asked for.
#[derive(Debug)]
pub struct StaticBody {
    content_type: &'static str,
    bytes: Bytes,
    identity: OnceLock<EncodedBody>,
    gzip: OnceLock<EncodedBody>,
    brotli: OnceLock<EncodedBody>,
}

impl StaticBody {
    /// The body of these bytes.
    pub const fn new(content_type: &'static str, bytes: Bytes) -> Self {
        Self {
            content_type,
            bytes,
            identity: OnceLock::new(),
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        }
    }

    /// The response, which caches keep by this rule.
    pub fn answer(&self, request: &HttpRequest, cache: &'static str) -> HttpResponse {
        // A picture is compressed already.
        let encoding = if self.content_type == "image/png" {
            Encoding::Identity
        } else {
            Encoding::of(request)
        };
        let body = match encoding {
            Encoding::Identity => &self.identity,
            Encoding::Gzip => &self.gzip,
            Encoding::Brotli => &self.brotli,
        };
        let encoded = body.get_or_init(|| {
            let bytes = self.bytes.clone();
            EncodedBody::new(self.content_type, bytes, encoding, Effort::Thorough)
        });
        let mut answer = encoded.answer(request);
        let headers = answer.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
        answer
    }
}

/// The path under which a page links the asset: its hash makes a browser fetch it anew after an update.
pub fn path(name: &str) -> String {
    match ALL.get(name) {
        Some(asset) => asset.path.clone(),
        None => format!("/assets/{name}"),
    }
}

/// The text of an asset, for style sheets that go into mails.
pub fn text(name: &str) -> String {
    ALL.get(name)
        .map(|asset| String::from_utf8_lossy(&asset.body.bytes).into_owned())
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
static ROBOTS: StaticBody = StaticBody::new(
    "text/plain; charset=utf-8",
    Bytes::from_static(
        b"User-agent: *
Disallow: /admin
Disallow: /subscriptions
Disallow: /preferences
Disallow: /unsubscribe
Disallow: /comments/notices
Disallow: /comments/mine
Disallow: /comments/author
Disallow: /moderation
",
    ),
);

async fn robots(request: HttpRequest) -> HttpResponse {
    ROBOTS.answer(&request, SHORT)
}

async fn favicon(request: HttpRequest) -> HandlerResult {
    let asset = ALL.get("favicon.png").ok_or(WebError::NotFound)?;
    Ok(asset.body.answer(&request, SHORT))
}

/// For addresses that stay the same when their content changes.
pub const SHORT: &str = "public, max-age=300";
/// For addresses that change with their content.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";

async fn asset(name: web::Path<String>, request: HttpRequest) -> HandlerResult {
    let asset = ALL.get(&*name).ok_or(WebError::NotFound)?;
    // During an update another node may have another version: what it sends must not be kept under this one.
    let cache = if request.query_string() == asset.version {
        IMMUTABLE
    } else {
        SHORT
    };
    Ok(asset.body.answer(&request, cache))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "png")) => "image/png",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
