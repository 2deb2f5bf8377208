//! HTTP of signing in, signing out and the first run.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, LOCATION, ORIGIN, RETRY_AFTER, USER_AGENT};
use actix_web::web::{self, Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::accounts;
use super::admin_form::AdminForm;
use super::browsers::KnownBrowser;
use super::cookies::{self, Kind};
use super::password::{Password, Passwords, SHORTEST};
use super::sessions::{self, Place};
use super::setup::{self, Owner};
use super::sign_in::{Attempt, SignInError, SignedIn, sign_in};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::MINUTE;
use crate::token::TokenHash;
use crate::web::{ClientIp, HandlerResult, PageContext, WebError, html};

/// Mounts the pages before the panel's rooms.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/sign-in")
                .get(sign_in_page)
                .post(sign_in_form),
        )
        .service(web::resource("/sign-out").post(sign_out))
        .service(
            web::resource("/setup/{token}")
                .get(setup_page)
                .post(setup_form),
        );
}

#[derive(Template)]
#[template(path = "pages/admin/sign_in.html")]
struct SignInPage {
    page: PageContext,
    /// What was wrong with the last try.
    error: Option<String>,
    email: String,
    next: String,
    /// Nobody has an account yet: the first run comes first.
    is_first_run: bool,
}

#[derive(Deserialize)]
struct SignInQuery {
    #[serde(default)]
    next: String,
}

async fn sign_in_page(
    page: PageContext,
    app: Data<App>,
    query: Query<SignInQuery>,
) -> HandlerResult {
    let is_first_run = accounts::are_none(&mut app.read().await?).await?;
    let template = SignInPage {
        page,
        error: None,
        email: String::new(),
        next: own_path(&query.next).unwrap_or_default(),
        is_first_run,
    };
    html(StatusCode::OK, &template)
}

#[derive(Deserialize)]
struct SignInForm {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn sign_in_form(
    page: PageContext,
    app: Data<App>,
    passwords: Data<Passwords>,
    form: Form<SignInForm>,
    request: HttpRequest,
    ip: ClientIp,
) -> HandlerResult {
    let cookie = |kind| cookies::read(&request, &app, kind);
    let browser = cookie(Kind::Browser)
        .and_then(|cookie| KnownBrowser::read(app.signer(), &cookie, app.now()));
    let attempt = Attempt {
        email: form.email.parse().ok(),
        password: Password::typed(&form.password),
        place: place(&request, ip),
        former: cookie(Kind::Session).map(|token| TokenHash::of(&token)),
        browser,
    };
    if came_over_http(&request, &app) {
        return refuse(&app, page, &form, &Refusal::OverHttp);
    }
    match sign_in(&app, &passwords, attempt).await {
        Ok(signed_in) => Ok(welcome(&app, &page, own_path(&form.next), signed_in)),
        Err(SignInError::Wrong) => refuse(&app, page, &form, &Refusal::Wrong),
        Err(SignInError::TooMany(seconds)) => refuse(&app, page, &form, &Refusal::TooMany(seconds)),
        Err(SignInError::Hash(error)) => Err(error.into()),
        Err(SignInError::Store(error)) => Err(error.into()),
    }
}

/// True for a page opened over plain HTTP of a server whose readers come over HTTPS: its cookies would not be kept there.
fn came_over_http(request: &HttpRequest, app: &App) -> bool {
    let origin = request.headers().get(ORIGIN);
    let is_plain = origin.is_some_and(|origin| origin.as_bytes().starts_with(b"http:"));
    is_plain && app.config().server.is_https()
}

/// Why the page is shown again.
enum Refusal {
    Wrong,
    /// So many seconds are to wait.
    TooMany(i64),
    OverHttp,
}

fn refuse(app: &App, page: PageContext, form: &SignInForm, refusal: &Refusal) -> HandlerResult {
    let (status, why) = match refusal {
        Refusal::Wrong => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.say("admin-sign-in-wrong").to_string(),
        ),
        Refusal::TooMany(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            page.say("admin-sign-in-too-many")
                .with("minutes", (seconds + MINUTE - 1) / MINUTE)
                .to_string(),
        ),
        Refusal::OverHttp => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.say("admin-sign-in-over-http")
                .with("address", app.url("/admin"))
                .to_string(),
        ),
    };
    let template = SignInPage {
        page,
        error: Some(why),
        email: form.email.clone(),
        next: own_path(&form.next).unwrap_or_default(),
        is_first_run: false,
    };
    let mut answer = html(status, &template)?;
    if let Refusal::TooMany(seconds) = refusal {
        let headers = answer.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
    }
    Ok(answer)
}

async fn sign_out(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    sessions::end(&mut tx, session.token_hash()).await?;
    tx.commit().await?;
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, page.link("/admin/sign-in")))
        .cookie(cookies::no_session(&app))
        .finish())
}

#[derive(Template)]
#[template(path = "pages/admin/setup.html")]
struct SetupPage {
    page: PageContext,
    action: String,
    email: String,
    email_error: Option<String>,
    password_error: Option<String>,
    shortest: usize,
}

async fn setup_page(page: PageContext, app: Data<App>, token: Path<String>) -> HandlerResult {
    if !setup::is_open(&app, &token).await? {
        return Err(WebError::SetupGone);
    }
    html(StatusCode::OK, &SetupPage::new(page, &token, ""))
}

impl SetupPage {
    fn new(page: PageContext, token: &str, email: &str) -> Self {
        Self {
            action: page.link(&format!("/admin/setup/{token}")),
            page,
            email: email.to_owned(),
            email_error: None,
            password_error: None,
            shortest: SHORTEST,
        }
    }
}

#[derive(Deserialize)]
struct SetupForm {
    email: String,
    password: String,
}

async fn setup_form(
    page: PageContext,
    app: Data<App>,
    passwords: Data<Passwords>,
    token: Path<String>,
    form: Form<SetupForm>,
    request: HttpRequest,
    ip: ClientIp,
) -> HandlerResult {
    let (email, password) = match read_owner(&page, &form, &app.config().site.name) {
        Ok(owner) => owner,
        Err((email_error, password_error)) => {
            let template = SetupPage {
                email_error,
                password_error,
                ..SetupPage::new(page, &token, &form.email)
            };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    let owner = Owner {
        email,
        password,
        locale: page.locale(),
    };
    let place = place(&request, ip);
    let signed_in = setup::make_owner(&app, &passwords, &token, owner, &place).await?;
    Ok(welcome(&app, &page, None, signed_in))
}

/// The address and the password, or what to say of each.
fn read_owner(
    page: &PageContext,
    form: &SetupForm,
    site: &str,
) -> Result<(EmailAddress, Password), (Option<String>, Option<String>)> {
    let say = |key: &str| page.say(key).with("shortest", SHORTEST).to_string();
    let email: EmailAddress = form
        .email
        .parse()
        .map_err(|_| (Some(say("admin-email-wrong")), None))?;
    let password = Password::chosen(&form.password, &email, site)
        .map_err(|error| (None, Some(say(error.key()))))?;
    Ok((email, password))
}

/// Sends whoever just signed in to where they wanted to go, with their cookies.
fn welcome(
    app: &App,
    page: &PageContext,
    next: Option<String>,
    signed_in: SignedIn,
) -> HttpResponse {
    let next = next.unwrap_or_else(|| page.link("/admin"));
    HttpResponse::SeeOther()
        .insert_header((LOCATION, next))
        // The session's first: that is the one that a script looks for.
        .cookie(cookies::session(app, &signed_in.session))
        .cookie(cookies::browser(app, signed_in.browser))
        .finish()
}

fn place(request: &HttpRequest, ip: ClientIp) -> Place {
    let user_agent = request.headers().get(USER_AGENT);
    let user_agent = user_agent.and_then(|value| value.to_str().ok());
    Place {
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
