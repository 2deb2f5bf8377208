//! HTTP of signing in and signing out.

use actix_web::http::StatusCode;
use actix_web::http::header::{LOCATION, ORIGIN};
use actix_web::web::{self, Data, Form, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::admin_form::AdminForm;
use super::arrival::{come_back_in, own_path, signed_in, visitor};
use super::cookies;
use super::errors::too_many;
use super::second_step::CodePage;
use crate::admin::password::{Password, Passwords};
use crate::admin::second_step::SecondStep;
use crate::admin::sign_in::{Attempt, FirstStep, SignInError, sign_in};
use crate::admin::{accounts, sessions};
use crate::app::App;
use crate::web::{ClientIp, HandlerResult, PageContext, html};

/// Mounts the pages.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/sign-in")
                .get(sign_in_page)
                .post(sign_in_form),
        )
        .service(web::resource("/sign-out").post(sign_out));
}

#[derive(Template)]
#[template(path = "pages/admin/sign_in.html")]
struct SignInPage {
    page: PageContext,
    /// What was wrong with the last try.
    error: Option<String>,
    /// What was done before.
    notice: Option<SignInNotice>,
    email: String,
    next: String,
    /// Nobody has an account yet: the first run comes first.
    is_first_run: bool,
}

/// What brought somebody back to this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SignInNotice {
    /// The code came too late after the password.
    Expired,
    /// A password was chosen by a link.
    Password,
}

crate::text_enum!(SignInNotice { Expired => "expired", Password => "password" });

impl SignInNotice {
    /// The key of its phrase.
    fn key(self) -> &'static str {
        match self {
            Self::Expired => "admin-code-expired",
            Self::Password => "admin-choice-saved",
        }
    }
}

#[derive(Deserialize)]
struct SignInQuery {
    #[serde(default)]
    next: String,
    #[serde(default)]
    notice: String,
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
        notice: query.notice.parse().ok(),
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
    let attempt = Attempt {
        email: form.email.parse().ok(),
        password: Password::typed(&form.password),
        visitor: visitor(&request, &app, ip),
    };
    if came_over_http(&request, &app) {
        return refuse(&app, page, &form, &SignInRefusal::OverHttp);
    }
    match sign_in(&app, &passwords, attempt).await {
        Ok(FirstStep::SignedIn(new)) => Ok(signed_in(&app, &page, own_path(&form.next), new)),
        Ok(FirstStep::CodeNeeded(step)) => ask_for_code(page, &step, &form.next),
        Err(SignInError::Wrong) => refuse(&app, page, &form, &SignInRefusal::Wrong),
        Err(SignInError::TooMany(seconds)) => {
            refuse(&app, page, &form, &SignInRefusal::TooMany(seconds))
        }
        Err(SignInError::Hash(error)) => Err(error.into()),
        Err(SignInError::Store(error)) => Err(error.into()),
    }
}

/// The page of the second step. It is no session: its hidden field opens nothing without a code.
fn ask_for_code(page: PageContext, step: &SecondStep, next: &str) -> HandlerResult {
    let page = page.at("/admin/sign-in");
    html(StatusCode::OK, &CodePage::new(page, step.as_str(), next))
}

/// True for a page opened over plain HTTP of a server whose readers come over HTTPS: its cookies would not be kept there.
fn came_over_http(request: &HttpRequest, app: &App) -> bool {
    let origin = request.headers().get(ORIGIN);
    let is_plain = origin.is_some_and(|origin| origin.as_bytes().starts_with(b"http:"));
    is_plain && app.config().server.is_https()
}

/// Why the page is shown again.
enum SignInRefusal {
    Wrong,
    /// So many seconds are to wait.
    TooMany(i64),
    OverHttp,
}

fn refuse(
    app: &App,
    page: PageContext,
    form: &SignInForm,
    refusal: &SignInRefusal,
) -> HandlerResult {
    let (status, why) = match refusal {
        SignInRefusal::Wrong => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.say("admin-sign-in-wrong").to_string(),
        ),
        SignInRefusal::TooMany(seconds) => {
            (StatusCode::TOO_MANY_REQUESTS, too_many(&page, *seconds))
        }
        SignInRefusal::OverHttp => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.say("admin-sign-in-over-http")
                .with("address", app.url("/admin"))
                .to_string(),
        ),
    };
    let template = SignInPage {
        page,
        error: Some(why),
        notice: None,
        email: form.email.clone(),
        next: own_path(&form.next).unwrap_or_default(),
        is_first_run: false,
    };
    let mut answer = html(status, &template)?;
    if let SignInRefusal::TooMany(seconds) = refusal {
        come_back_in(&mut answer, *seconds);
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
