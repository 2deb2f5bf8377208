//! The way into the panel after signing in: the client, the cookies, and the page to go to.

use actix_web::http::header::{HeaderValue, LOCATION, RETRY_AFTER, USER_AGENT};
use actix_web::{HttpRequest, HttpResponse};

use super::cookies::{self, PanelCookie};
use crate::admin::browsers::KnownBrowser;
use crate::admin::model::Client;
use crate::admin::session_start::{SignedIn, Visitor};
use crate::app::App;
use crate::token::TokenHash;
use crate::web::{ClientIp, PageContext};

/// Redirects a browser that just signed in to `next` or the first page, with its cookies.
pub(super) fn signed_in(
    app: &App,
    page: &PageContext,
    next: Option<String>,
    new: SignedIn,
) -> HttpResponse {
    let next = next.unwrap_or_else(|| page.link("/admin"));
    HttpResponse::SeeOther()
        .insert_header((LOCATION, next))
        // The session's first: that is the one that a script looks for.
        .cookie(cookies::session(app, &new.session))
        .cookie(cookies::browser(app, new.browser))
        .finish()
}

/// The visitor behind a request, by its cookies.
pub(super) fn visitor(request: &HttpRequest, app: &App, ip: ClientIp) -> Visitor {
    let cookie = |kind| cookies::read(request, app, kind);
    let browser = cookie(PanelCookie::Browser)
        .and_then(|cookie| KnownBrowser::read(app.signer(), &cookie, app.now()));
    Visitor {
        client: client(request, ip),
        former: cookie(PanelCookie::Session).map(|token| TokenHash::of(&token)),
        browser,
    }
}

/// Says to programs when to come back.
pub(super) fn come_back_in(answer: &mut HttpResponse, seconds: i64) {
    let headers = answer.headers_mut();
    headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
}

/// The client behind a request.
pub(super) fn client(request: &HttpRequest, ip: ClientIp) -> Client {
    let user_agent = request.headers().get(USER_AGENT);
    let user_agent = user_agent.and_then(|value| value.to_str().ok());
    Client {
        ip: ip.0,
        user_agent: user_agent.unwrap_or_default().to_owned(),
    }
}

/// A path of the panel that somebody may be sent to; an address of another site is none.
pub fn own_path(next: &str) -> Option<String> {
    let base = url::Url::parse("http://panel.invalid").ok()?;
    let url = base.join(next).ok()?;
    let is_ours = url.origin() == base.origin()
        && (url.path() == "/admin" || url.path().starts_with("/admin/"))
        && !url.path().starts_with("/admin/sign-");
    is_ours.then(|| url[url::Position::BeforePath..url::Position::AfterQuery].to_owned())
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_paths_of_the_panel_are_gone_on_to() {
        let path = |next| own_path(next).unwrap_or_default();
        assert_eq!(
            path("/admin/comments?state=spam"),
            "/admin/comments?state=spam"
        );
        assert_eq!(path("/admin"), "/admin");
        for foreign in [
            "",
            "/",
            "/administration",
            "//evil.example/admin/comments",
            "/\\evil.example/admin",
            "https://evil.example/admin/comments",
            "http://panel.invalid@evil.example/admin/",
            "javascript:alert(1)//admin/",
            "/admin/../unsubscribe/x",
            "/admin/sign-out",
        ] {
            assert_eq!(path(foreign), "", "{foreign}");
        }
    }
}
