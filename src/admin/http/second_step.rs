//! HTTP of the second step of signing in.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::arrival::{come_back_in, own_path, signed_in, visitor};
use super::errors::too_many;
use crate::admin::second_factor::CodeError;
use crate::admin::second_step::finish;
use crate::app::App;
use crate::web::{ClientIp, HandlerResult, PageContext, html, see_other};

/// Mounts the form. Its page is the answer to the right password.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::resource("/sign-in/code")
            .get(code_page)
            .post(code_form),
    );
}

#[derive(Template)]
#[template(path = "pages/admin/code.html")]
pub(super) struct CodePage {
    page: PageContext,
    /// The word that the password was right.
    step: String,
    next: String,
    error: Option<String>,
}

impl CodePage {
    pub(super) fn new(page: PageContext, step: &str, next: &str) -> Self {
        Self {
            page,
            step: step.to_owned(),
            next: own_path(next).unwrap_or_default(),
            error: None,
        }
    }
}

#[derive(Deserialize)]
struct CodeForm {
    step: String,
    code: String,
    #[serde(default)]
    next: String,
}

/// The page of a step that is not kept in its address: whoever reloads begins again.
async fn code_page(page: PageContext) -> HandlerResult {
    Ok(see_other(&page.link("/admin/sign-in")))
}

async fn code_form(
    page: PageContext,
    app: Data<App>,
    form: Form<CodeForm>,
    request: HttpRequest,
    ip: ClientIp,
) -> HandlerResult {
    let visitor = visitor(&request, &app, ip);
    let refusal = match finish(&app, &form.step, &form.code, &visitor).await {
        Ok(new) => return Ok(signed_in(&app, &page, own_path(&form.next), new)),
        Err(CodeError::Store(error)) => return Err(error.into()),
        Err(CodeError::Expired) => {
            return Ok(see_other(&page.link("/admin/sign-in?notice=expired")));
        }
        Err(refusal) => refusal,
    };
    let (status, why, wait) = match refusal {
        CodeError::TooMany(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            too_many(&page, seconds),
            Some(seconds),
        ),
        _ => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.say("admin-code-wrong").to_string(),
            None,
        ),
    };
    let page = page.at("/admin/sign-in");
    let template = CodePage {
        error: Some(why),
        ..CodePage::new(page, &form.step, &form.next)
    };
    let mut answer = html(status, &template)?;
    if let Some(seconds) = wait {
        come_back_in(&mut answer, seconds);
    }
    Ok(answer)
}
