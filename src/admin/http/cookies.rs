//! The panel's cookies: a session's, and that of a browser that somebody signed in with before. Over HTTPS their names begin with
//! `__Host-`, so that no other host and no plain connection can set them (RFC 6265bis, section 4.1.3.2).

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::admin::{browsers, sessions};
use crate::app::App;
use crate::token::Token;

/// A cookie of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelCookie {
    /// The session.
    Session,
    /// The browser.
    Browser,
}

impl PanelCookie {
    fn name(self, app: &App) -> String {
        let name = match self {
            Self::Session => "gudok_session",
            Self::Browser => "gudok_browser",
        };
        if app.config().server.is_https() {
            format!("__Host-{name}")
        } else {
            name.to_owned()
        }
    }

    fn build(self, app: &App, value: String, seconds: i64) -> Cookie<'static> {
        let is_https = app.config().server.is_https();
        Cookie::build(self.name(app), value)
            // The prefix allows no other path.
            .path(if is_https { "/" } else { "/admin" })
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(is_https)
            .max_age(Duration::seconds(seconds))
            .finish()
    }
}

/// What the browser sent back.
pub fn read(request: &HttpRequest, app: &App, kind: PanelCookie) -> Option<String> {
    let cookie = request.cookie(&kind.name(app))?;
    Some(cookie.value().to_owned())
}

/// The cookie of a session that began.
pub(super) fn session(app: &App, token: &Token) -> Cookie<'static> {
    PanelCookie::Session.build(app, token.as_str().to_owned(), sessions::LONGEST)
}

/// The cookie of a session that ended: it takes the browser's away.
pub(super) fn no_session(app: &App) -> Cookie<'static> {
    let mut cookie = PanelCookie::Session.build(app, String::new(), 0);
    cookie.make_removal();
    cookie
}

/// The cookie of a browser that somebody signed in with.
pub(super) fn browser(app: &App, token: String) -> Cookie<'static> {
    PanelCookie::Browser.build(app, token, browsers::GOOD_FOR)
}
