//! HTTP of passwords chosen by a link: the request for one, and the page that the link opens.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, Path, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::arrival::{client, come_back_in, visitor};
use super::errors::too_many;
use crate::admin::account_links::RESET_MINUTES;
use crate::admin::model::{Account, LinkKind};
use crate::admin::password::{Passwords, SHORTEST};
use crate::admin::password_reset::{ChooseError, ask, choose, look_up};
use crate::app::App;
use crate::rate_limits::Hit;
use crate::web::{ClientIp, HandlerResult, PageContext, WebError, html, see_other};

/// Mounts the pages.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/forgotten")
                .get(forgotten_page)
                .post(forgotten_form),
        )
        .service(
            web::resource("/password/{token}")
                .get(choice_page)
                .post(choice_form),
        );
}

#[derive(Template)]
#[template(path = "pages/admin/forgotten.html")]
struct ForgottenPage {
    page: PageContext,
    error: Option<String>,
    /// The same words whether or not the address has an account.
    is_asked: bool,
    minutes: i64,
}

impl ForgottenPage {
    fn new(page: PageContext) -> Self {
        Self {
            page,
            error: None,
            is_asked: false,
            minutes: RESET_MINUTES,
        }
    }
}

async fn forgotten_page(page: PageContext) -> HandlerResult {
    html(StatusCode::OK, &ForgottenPage::new(page))
}

#[derive(Deserialize)]
struct ForgottenForm {
    email: String,
}

async fn forgotten_form(
    page: PageContext,
    app: Data<App>,
    form: Form<ForgottenForm>,
    request: HttpRequest,
    ip: ClientIp,
) -> HandlerResult {
    let email = form.email.parse().ok();
    let visitor = visitor(&request, &app, ip);
    let asked = ask(&app, &visitor, email.as_ref()).await?;
    if let Hit::Over { retry_after } = asked {
        let template = ForgottenPage {
            error: Some(too_many(&page, retry_after)),
            ..ForgottenPage::new(page)
        };
        let mut answer = html(StatusCode::TOO_MANY_REQUESTS, &template)?;
        come_back_in(&mut answer, retry_after);
        return Ok(answer);
    }
    let template = ForgottenPage {
        is_asked: true,
        ..ForgottenPage::new(page)
    };
    html(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "pages/admin/choice.html")]
struct ChoicePage {
    page: PageContext,
    email: String,
    is_invitation: bool,
    role_key: &'static str,
    action: String,
    error: Option<String>,
    shortest: usize,
}

impl ChoicePage {
    /// The page in the language of the account, as the mail was.
    fn new(page: PageContext, token: &str, account: &Account, kind: LinkKind) -> Self {
        let page = page.in_locale(account.locale);
        Self {
            action: page.link(&format!("/admin/password/{token}")),
            page,
            email: account.email.to_string(),
            is_invitation: kind == LinkKind::Invitation,
            role_key: account.role.key(),
            error: None,
            shortest: SHORTEST,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/admin/link_gone.html")]
struct GonePage {
    page: PageContext,
    /// What to do now.
    why: String,
    /// An invitation is renewed by an owner, and by no reset.
    is_invitation: bool,
}

/// Opens nothing and changes nothing: programs look at the links of mails.
async fn choice_page(page: PageContext, app: Data<App>, token: Path<String>) -> HandlerResult {
    let found = look_up(&mut app.read().await?, &app, &token).await;
    match found {
        Ok((account, kind)) => html(
            StatusCode::OK,
            &ChoicePage::new(page, &token, &account, kind),
        ),
        Err(error) => gone(page, error),
    }
}

#[derive(Deserialize)]
struct ChoiceForm {
    new: String,
}

async fn choice_form(
    page: PageContext,
    app: Data<App>,
    passwords: Data<Passwords>,
    token: Path<String>,
    form: Form<ChoiceForm>,
    request: HttpRequest,
    ip: ClientIp,
) -> HandlerResult {
    let client = client(&request, ip);
    match choose(&app, &passwords, &token, &form.new, &client).await {
        Ok(()) => Ok(see_other(&page.link("/admin/sign-in?notice=password"))),
        Err(ChooseError::Refused(error)) => {
            let found = look_up(&mut app.read().await?, &app, &token).await;
            let (account, kind) = match found {
                Ok(found) => found,
                Err(error) => return gone(page, error),
            };
            let template = ChoicePage::new(page, &token, &account, kind);
            let why = template.page.say(error.key()).with("shortest", SHORTEST);
            let template = ChoicePage {
                error: Some(why.to_string()),
                ..template
            };
            html(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        Err(error) => gone(page, error),
    }
}

fn gone(page: PageContext, error: ChooseError) -> HandlerResult {
    let is_invitation = matches!(error, ChooseError::Expired(LinkKind::Invitation));
    let why = match error {
        ChooseError::Expired(LinkKind::Invitation) => page.say("admin-link-invitation-expired"),
        ChooseError::Expired(LinkKind::PasswordReset) => page.say("admin-link-reset-expired"),
        ChooseError::Gone | ChooseError::Refused(_) => page.say("admin-link-gone"),
        ChooseError::Hash(error) => return Err(error.into()),
        ChooseError::Store(error) => return Err(WebError::from(error)),
    };
    let why = why.to_string();
    html(
        StatusCode::GONE,
        &GonePage {
            page,
            why,
            is_invitation,
        },
    )
}
