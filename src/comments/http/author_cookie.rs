//! The browser that a comment came from: its cookie holds a random secret, the comment the secret's hash. It shows authors
//! their own comments while they wait, and proves that a comment is by somebody whom a moderator approved before.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::app::App;
use crate::clock::DAY;
use crate::token::{Token, TokenHash};

/// The cookie's name; over HTTPS behind `__Host-`, so that no other host can set it (RFC 6265bis, section 4.1.3.2).
const COOKIE: &str = "gudok_author";
/// Seconds for which a browser is known after its last comment.
const LIFE: i64 = 400 * DAY;

/// The browser behind a request; `None` for one that never wrote a comment.
pub(super) fn known(app: &App, request: &HttpRequest) -> Option<TokenHash> {
    secret(app, request).map(|secret| TokenHash::of(&secret))
}

/// The browser behind a request that writes, and the cookie by which it is known from now on.
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
