//! One's own account: password, language, and where one is signed in. Every role has it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data, Form, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::done::{Done, DoneQuery};
use super::{browser, see_other};
use crate::admin::accounts;
use crate::admin::password::SHORTEST;
use crate::admin::routes::own_path;
use crate::admin::sessions::{self, Session};
use crate::admin::{ChangeError, Desk, Password, Passwords, audit, change_password};
use crate::app::App;
use crate::clock::MINUTE;
use crate::i18n::Locale;
use crate::web::{Answer, Page, WebError, html};

/// Mounts the page and its forms.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/account", web::get().to(account))
        .route("/account/password", web::post().to(new_password))
        .route("/account/language", web::post().to(language))
        .route(
            "/account/other-sessions",
            web::post().to(end_other_sessions),
        );
}

#[derive(Template)]
#[template(path = "pages/panel/account.html")]
struct AccountPage {
    page: Page,
    desk: Desk,
    sessions: Vec<Session>,
    done: Option<Done>,
    present_error: Option<String>,
    new_error: Option<String>,
    shortest: usize,
}

impl AccountPage {
    async fn of(desk: Desk, page: Page, app: &App) -> Result<Self, WebError> {
        let mut tx = app.read().await?;
        let sessions = sessions::of_account(&mut tx, desk.account(), app.now()).await?;
        Ok(Self {
            page,
            desk,
            sessions,
            done: None,
            present_error: None,
            new_error: None,
            shortest: SHORTEST,
        })
    }

    fn is_here(&self, session: &Session) -> bool {
        session.token_hash == *self.desk.session()
    }

    fn browser(&self, session: &Session) -> String {
        match browser::name(&session.user_agent) {
            name if name.is_empty() => self.page.say("panel-session-unknown").to_string(),
            name => name,
        }
    }
}

async fn account(desk: Desk, page: Page, app: Data<App>, done: Query<DoneQuery>) -> Answer {
    let template = AccountPage {
        done: done.done(),
        ..AccountPage::of(desk, page, &app).await?
    };
    html(StatusCode::OK, &template)
}

#[derive(Deserialize)]
struct PasswordForm {
    csrf: String,
    present: String,
    new: String,
}

async fn new_password(
    desk: Desk,
    page: Page,
    app: Data<App>,
    passwords: Data<Passwords>,
    form: Form<PasswordForm>,
) -> Answer {
    desk.check(&form.csrf)?;
    let say = |key: &str| page.say(key).with("shortest", SHORTEST).to_string();
    let (present_error, new_error) =
        match Password::chosen(&form.new, desk.address(), &app.config().site.name) {
            Err(error) => (None, Some(say(error.key()))),
            Ok(new) => {
                let present = Password::typed(&form.present);
                match change_password(&app, &passwords, &desk, &present, &new).await {
                    Ok(()) => return Ok(back(&page, Done::Password)),
                    Err(error) => (Some(why_not(&page, error)?), None),
                }
            }
        };
    let template = AccountPage {
        present_error,
        new_error,
        ..AccountPage::of(desk, page.at("/admin/account"), &app).await?
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &template)
}

/// What is said beside the present password.
pub(super) fn why_not(page: &Page, error: ChangeError) -> Result<String, WebError> {
    match error {
        ChangeError::Wrong => Ok(page.say("panel-password-wrong").to_string()),
        ChangeError::TooMany(seconds) => Ok(page
            .say("admin-sign-in-too-many")
            .with("minutes", (seconds + MINUTE - 1) / MINUTE)
            .to_string()),
        ChangeError::Hash(error) => Err(error.into()),
        ChangeError::Store(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct LanguageForm {
    csrf: String,
    locale: Locale,
    /// Where the switch was pressed, when that was not on this page.
    #[serde(default)]
    next: String,
}

async fn language(desk: Desk, app: Data<App>, form: Form<LanguageForm>) -> Answer {
    desk.check(&form.csrf)?;
    let mut tx = app.write().await?;
    accounts::choose_locale(&mut tx, desk.account(), form.locale).await?;
    tx.commit().await?;
    // Not through page.link: a language chosen for this page alone would hide the new one.
    let place =
        own_path(&form.next).unwrap_or_else(|| format!("/admin/account?done={}", Done::Language));
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, place))
        .finish())
}

#[derive(Deserialize)]
struct EndForm {
    csrf: String,
}

async fn end_other_sessions(desk: Desk, page: Page, app: Data<App>, form: Form<EndForm>) -> Answer {
    desk.check(&form.csrf)?;
    let mut tx = app.write().await?;
    sessions::end_all(&mut tx, desk.account(), Some(desk.session())).await?;
    audit::record(
        &mut tx,
        &desk,
        "sign-out-elsewhere",
        desk.email(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, Done::Elsewhere))
}

fn back(page: &Page, done: Done) -> HttpResponse {
    see_other(page, &format!("/admin/account?done={done}"))
}
