//! The cookie of a comment's author. It holds a random secret, and the comment holds the secret's hash. Authors see their own waiting
//! comments by it, and it proves that a moderator approved the author before.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;

use crate::app::App;
use crate::clock::DAY;
use crate::token::{Token, TokenHash};

/// The cookie's name. HTTPS adds `__Host-`, so no other host can set it (RFC 6265bis, section 4.1.3.2).
const COOKIE: &str = "gudok_author";
/// Seconds for which the cookie lives after the last comment.
pub(super) const LIFE: i64 = 400 * DAY;

/// The hash of the request's cookie; `None` without one.
pub(super) fn known(app: &App, request: &HttpRequest) -> Option<TokenHash> {
    secret(app, request).map(|secret| TokenHash::of(&secret))
}

/// The hash of the request's cookie, or of a new one, and the cookie to set.
pub(super) fn keep(app: &App, request: &HttpRequest) -> (TokenHash, Cookie<'static>) {
    let secret = secret_or_new(app, request);
    let hash = TokenHash::of(&secret);
    let cookie = Cookie::build(name(app), secret)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.config().server.is_https())
        .max_age(Duration::seconds(LIFE))
        .finish();
    (hash, cookie)
}

/// The secret of the request's cookie, or a new one.
pub(super) fn secret_or_new(app: &App, request: &HttpRequest) -> String {
    secret(app, request).unwrap_or_else(|| Token::draw(app.random()).as_str().to_owned())
}

fn secret(app: &App, request: &HttpRequest) -> Option<String> {
    // Most readers have no cookie at all, and the framework looks for one at some cost.
    request.headers().get(header::COOKIE)?;
    let cookie = request.cookie(&name(app))?;
    (!cookie.value().is_empty()).then(|| cookie.value().to_owned())
}

fn name(app: &App) -> String {
    if app.config().server.is_https() {
        format!("__Host-{COOKIE}")
    } else {
        COOKIE.to_owned()
    }
}
