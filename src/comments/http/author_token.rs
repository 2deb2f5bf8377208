//! The signed token of a comment's author, for pages of other sites. It is the author's cookie in another form: the site's page keeps
//! it and sends it as a header, since a browser keeps no cookie of ours there.

use actix_web::HttpRequest;

use super::author_cookie;
use crate::app::App;
use crate::token::{Purpose, TokenHash};

/// The request header that carries the token.
const HEADER: &str = "gudok-author";

/// The hash of the request's token or cookie; `None` without either.
pub(super) fn known(app: &App, request: &HttpRequest) -> Option<TokenHash> {
    by_header(app, request).or_else(|| author_cookie::known(app, request))
}

/// The hash of the request's token. What a program changes needs it: a browser sends a cookie by itself, and never this header.
pub(super) fn by_header(app: &App, request: &HttpRequest) -> Option<TokenHash> {
    secret(app, request).map(|secret| TokenHash::of(&secret))
}

/// The hash of the request's token or cookie, or of a new secret, and the token for the answer.
pub(super) fn keep(app: &App, request: &HttpRequest) -> (TokenHash, String) {
    let secret = secret(app, request).unwrap_or_else(|| author_cookie::secret_or_new(app, request));
    let expires = app.now().plus(author_cookie::LIFE);
    let token = app.signer().sign(Purpose::Author, &secret, Some(expires));
    (TokenHash::of(&secret), token)
}

/// Only secrets of this server are taken: a page that sends `undefined` for everybody must not make them one author.
fn secret(app: &App, request: &HttpRequest) -> Option<String> {
    let token = request.headers().get(HEADER)?.to_str().ok()?;
    app.signer().verify(Purpose::Author, token, app.now()).ok()
}
