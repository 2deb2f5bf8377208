//! The cookie of a comment's author. It holds a random secret, and the comment holds the secret's hash. Authors see their own waiting
//! comments by it, and it proves that a moderator approved the author before.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::app::App;
use crate::clock::DAY;
use crate::token::{Token, TokenHash};

/// The cookie's name. HTTPS adds `__Host-`, so no other host can set it (RFC 6265bis, section 4.1.3.2).
const COOKIE: &str = "gudok_author";
/// Seconds for which the cookie lives after the last comment.
const LIFE: i64 = 400 * DAY;

/// The hash of the request's cookie; `None` without one.
pub(super) fn known(app: &App, request: &HttpRequest) -> Option<TokenHash> {
    secret(app, request).map(|secret| TokenHash::of(&secret))
}

/// The hash of the request's cookie, or of a new one, and the cookie to set.
pub(super) fn keep(app: &App, request: &HttpRequest) -> (TokenHash, Cookie<'static>) {
    let secret =
        secret(app, request).unwrap_or_else(|| Token::draw(app.random()).as_str().to_owned());
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

fn secret(app: &App, request: &HttpRequest) -> Option<String> {
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
