//! The second step of one's own sign-in: an authenticator app turned on and off, and its recovery codes.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::done::Done;
use crate::admin::http::too_many;
use crate::admin::second_factor::{
    self, CodeError, Drawing, EnrolmentError, FactorState, RecoveryCode, ShownSecret,
};
use crate::admin::{AdminForm, AdminSession, Password, Passwords, prove_password, why_not};
use crate::app::App;
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

/// Mounts the page and its forms.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/account/second-factor", web::get().to(second_factor_page))
        .route("/account/second-factor", web::post().to(show_secret))
        .route("/account/second-factor/proof", web::post().to(turn_on))
        .route("/account/second-factor/change", web::post().to(change));
}

/// The address of the page, also for its language switch after a form.
const HERE: &str = "/admin/account/second-factor";

#[derive(Template)]
#[template(path = "pages/panel/second_factor.html")]
struct SecondFactorPage {
    page: PageContext,
    session: AdminSession,
    state: Option<FactorState>,
    present_error: Option<String>,
    code_error: Option<String>,
}

impl SecondFactorPage {
    async fn of(session: AdminSession, page: PageContext, app: &App) -> Result<Self, WebError> {
        let mut tx = app.read().await?;
        Ok(Self {
            page,
            state: second_factor::state(&mut tx, session.account()).await?,
            session,
            present_error: None,
            code_error: None,
        })
    }
}

async fn second_factor_page(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
) -> HandlerResult {
    html(
        StatusCode::OK,
        &SecondFactorPage::of(session, page, &app).await?,
    )
}

#[derive(Deserialize)]
struct PresentForm {
    present: String,
}

/// The new secret, after the password: a browser left open must not bind somebody else's device.
async fn show_secret(
    page: PageContext,
    app: Data<App>,
    passwords: Data<Passwords>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<PresentForm>,
) -> HandlerResult {
    let page = page.at(HERE);
    let present = Password::typed(&form.present);
    if let Err(error) = prove_password(&app, &passwords, &session, &present).await {
        let template = SecondFactorPage {
            present_error: Some(why_not(&page, error)?),
            ..SecondFactorPage::of(session, page, &app).await?
        };
        return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
    }
    let secret = ShownSecret::draw(&app, &session);
    let template = SecretPage::new(session, page, &app, secret);
    html(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "pages/panel/second_factor_secret.html")]
struct SecretPage {
    page: PageContext,
    session: AdminSession,
    /// `None` where the site's name is too long for a QR code.
    drawing: Option<Drawing>,
    text: String,
    sealed: String,
    code_error: Option<String>,
}

impl SecretPage {
    fn new(session: AdminSession, page: PageContext, app: &App, secret: ShownSecret) -> Self {
        let authenticator = secret.authenticator;
        Self {
            drawing: authenticator.drawing(&app.config().site.name, session.email()),
            text: authenticator.text(),
            page,
            session,
            sealed: secret.sealed,
            code_error: None,
        }
    }
}

#[derive(Deserialize)]
struct ProofForm {
    sealed: String,
    code: String,
}

async fn turn_on(
    page: PageContext,
    app: Data<App>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<ProofForm>,
) -> HandlerResult {
    let page = page.at(HERE);
    let secret = ShownSecret::read(&app, &session, &form.sealed).ok_or(WebError::Forged)?;
    match second_factor::confirm(&app, &session, &secret, &form.code).await {
        Ok(codes) => show_codes(session, page, codes),
        Err(EnrolmentError::WrongCode) => {
            let why = page.say("admin-code-wrong").to_string();
            let template = SecretPage {
                code_error: Some(why),
                ..SecretPage::new(session, page, &app, secret)
            };
            html(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        // The page was posted twice: what it turned on is on.
        Err(EnrolmentError::IsOn) => Ok(see_other(&page.link(HERE))),
        Err(EnrolmentError::Store(error)) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "pages/panel/recovery_codes.html")]
struct CodesPage {
    page: PageContext,
    session: AdminSession,
    codes: Vec<RecoveryCode>,
}

/// The codes, this once: the database has their hashes alone.
fn show_codes(session: AdminSession, page: PageContext, codes: Vec<RecoveryCode>) -> HandlerResult {
    let template = CodesPage {
        page,
        session,
        codes,
    };
    html(StatusCode::CREATED, &template)
}

#[derive(Deserialize)]
struct ChangeForm {
    present: String,
    code: String,
    act: ChangeAct,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ChangeAct {
    /// Draw new recovery codes.
    Codes,
    /// Sign in by the password alone from now on.
    Off,
}

async fn change(
    page: PageContext,
    app: Data<App>,
    passwords: Data<Passwords>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<ChangeForm>,
) -> HandlerResult {
    let page = page.at(HERE);
    let present = Password::typed(&form.present);
    if let Err(error) = prove_password(&app, &passwords, &session, &present).await {
        let template = SecondFactorPage {
            present_error: Some(why_not(&page, error)?),
            ..SecondFactorPage::of(session, page, &app).await?
        };
        return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
    }
    let error = match form.act {
        ChangeAct::Codes => {
            match second_factor::renew_recovery_codes(&app, &session, &form.code).await {
                Ok(codes) => return show_codes(session, page, codes),
                Err(error) => error,
            }
        }
        ChangeAct::Off => match second_factor::turn_off(&app, &session, &form.code).await {
            Ok(()) => {
                let place = format!("/admin/account?done={}", Done::SecondStepOff);
                return Ok(see_other(&page.link(&place)));
            }
            Err(error) => error,
        },
    };
    let why = match error {
        CodeError::TooMany(seconds) => too_many(&page, seconds),
        CodeError::Store(error) => return Err(error.into()),
        CodeError::Wrong | CodeError::Expired => page.say("admin-code-wrong").to_string(),
    };
    let template = SecondFactorPage {
        code_error: Some(why),
        ..SecondFactorPage::of(session, page, &app).await?
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &template)
}
