//! HTTP of the first run: the page that makes the owner's account.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, Path, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::arrival::{client, signed_in};
use crate::address::EmailAddress;
use crate::admin::password::{Password, Passwords, SHORTEST};
use crate::admin::setup::{self, Owner};
use crate::app::App;
use crate::web::{ClientIp, HandlerResult, PageContext, WebError, html};

/// Mounts the page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::resource("/setup/{token}")
            .get(setup_page)
            .post(setup_form),
    );
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
    // Before the password is looked at, which costs work.
    if !setup::is_open(&app, &token).await? {
        return Err(WebError::SetupGone);
    }
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
    let client = client(&request, ip);
    let new = setup::make_owner(&app, &passwords, &token, owner, &client).await?;
    let start = page.link("/admin/start");
    Ok(signed_in(&app, &page, Some(start), new))
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
