//! One's own account: password, language, and where one is signed in. Every role has it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::done::{Done, DoneQuery};
use crate::admin::accounts;
use crate::admin::http::own_path;
use crate::admin::password::SHORTEST;
use crate::admin::second_factor::{self, FactorState};
use crate::admin::user_agent::browser_name;
use crate::admin::{AdminForm, AdminSession, Password, Passwords, audit, change_password, why_not};
use crate::admin::{OpenSession, sessions};
use crate::app::App;
use crate::i18n::Locale;
use crate::token::TokenHash;
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

/// Mounts the page and its forms.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/account", web::get().to(account))
        .route("/account/password", web::post().to(new_password))
        .route("/account/language", web::post().to(language))
        .route(
            "/account/other-sessions",
            web::post().to(end_other_sessions),
        )
        .route("/account/session-end", web::post().to(end_session));
}

#[derive(Template)]
#[template(path = "pages/panel/account.html")]
struct AccountPage {
    page: PageContext,
    session: AdminSession,
    sessions: Vec<OpenSession>,
    second_step: Option<FactorState>,
    done: Option<Done>,
    present_error: Option<String>,
    new_error: Option<String>,
    shortest: usize,
}

impl AccountPage {
    async fn of(session: AdminSession, page: PageContext, app: &App) -> Result<Self, WebError> {
        let mut tx = app.read().await?;
        let sessions = sessions::of_account(&mut tx, session.account(), app.now()).await?;
        Ok(Self {
            page,
            second_step: second_factor::state(&mut tx, session.account()).await?,
            session,
            sessions,
            done: None,
            present_error: None,
            new_error: None,
            shortest: SHORTEST,
        })
    }

    fn is_here(&self, session: &OpenSession) -> bool {
        session.token_hash == *self.session.token_hash()
    }

    fn browser(&self, session: &OpenSession) -> String {
        match browser_name(&session.user_agent) {
            name if name.is_empty() => self.page.say("admin-browser-unknown").to_string(),
            name => name,
        }
    }
}

async fn account(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    done: Query<DoneQuery>,
) -> HandlerResult {
    let template = AccountPage {
        done: done.done(),
        ..AccountPage::of(session, page, &app).await?
    };
    html(StatusCode::OK, &template)
}

#[derive(Deserialize)]
struct PasswordForm {
    present: String,
    new: String,
}

async fn new_password(
    page: PageContext,
    app: Data<App>,
    passwords: Data<Passwords>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<PasswordForm>,
) -> HandlerResult {
    let say = |key: &str| page.say(key).with("shortest", SHORTEST).to_string();
    let (present_error, new_error) =
        match Password::chosen(&form.new, session.address(), &app.config().site.name) {
            Err(error) => (None, Some(say(error.key()))),
            Ok(new) => {
                let present = Password::typed(&form.present);
                match change_password(&app, &passwords, &session, &present, &new).await {
                    Ok(()) => return Ok(back(&page, Done::Password)),
                    Err(error) => (Some(why_not(&page, error)?), None),
                }
            }
        };
    let template = AccountPage {
        present_error,
        new_error,
        ..AccountPage::of(session, page.at("/admin/account"), &app).await?
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &template)
}

#[derive(Deserialize)]
struct LanguageForm {
    locale: Locale,
    /// Where the switch was pressed, when that was not on this page.
    #[serde(default)]
    next: String,
}

async fn language(
    app: Data<App>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<LanguageForm>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    accounts::choose_locale(&mut tx, session.account(), form.locale).await?;
    tx.commit().await?;
    // Not through page.link: a language chosen for this page alone would hide the new one.
    let location =
        own_path(&form.next).unwrap_or_else(|| format!("/admin/account?done={}", Done::Language));
    Ok(see_other(&location))
}

async fn end_other_sessions(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    sessions::end_all(&mut tx, session.account(), Some(session.token_hash())).await?;
    audit::record(
        &mut tx,
        &session,
        "sign-out-elsewhere",
        session.email(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, Done::Elsewhere))
}

#[derive(Deserialize)]
struct SessionForm {
    /// The hash of its token: what the database has opens nothing.
    session: TokenHash,
}

async fn end_session(
    page: PageContext,
    app: Data<App>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<SessionForm>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    // One that ended meanwhile is where it should be.
    if sessions::end_of(&mut tx, session.account(), &form.session).await? {
        let email = session.email();
        audit::record(&mut tx, &session, "session-end", email, app.now()).await?;
    }
    tx.commit().await?;
    Ok(back(&page, Done::SessionEnded))
}

fn back(page: &PageContext, done: Done) -> HttpResponse {
    see_other(&page.link(&format!("/admin/account?done={done}")))
}
