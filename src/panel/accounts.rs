//! The page of one account, for owners: its second step and its removal, each with the owner's own password again.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::done::Done;
use crate::admin::accounts;
use crate::admin::second_factor::{self, FactorState};
use crate::admin::{Account, AccountId, AdminForm, AdminSession, AuditedValues};
use crate::admin::{Password, Passwords, audit, invite_again, prove_password, why_not};
use crate::app::App;
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

/// Mounts the page and its form.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/settings/accounts/{id}", web::get().to(account_page))
        .route("/settings/accounts/{id}", web::post().to(act));
}

#[derive(Template)]
#[template(path = "pages/panel/colleague.html")]
struct ColleaguePage {
    page: PageContext,
    session: AdminSession,
    account: Account,
    second_step: Option<FactorState>,
    present_error: Option<String>,
}

impl ColleaguePage {
    /// The page of somebody else's account; one's own has another.
    async fn of(
        session: AdminSession,
        page: PageContext,
        app: &App,
        id: AccountId,
    ) -> Result<Self, WebError> {
        if id == session.account() {
            return Err(WebError::Forbidden);
        }
        let mut tx = app.read().await?;
        let account = accounts::of_id(&mut tx, id).await?;
        Ok(Self {
            page: page.at(&format!("/admin/settings/accounts/{}", id.0)),
            session,
            account: account.ok_or(WebError::NotFound)?,
            second_step: second_factor::state(&mut tx, id).await?,
            present_error: None,
        })
    }
}

async fn account_page(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
) -> HandlerResult {
    let template = ColleaguePage::of(session, page, &app, AccountId(*id)).await?;
    html(StatusCode::OK, &template)
}

#[derive(Deserialize)]
struct ActForm {
    /// The password of whoever acts.
    present: String,
    act: Act,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Act {
    /// Turn the second step off: the device is lost.
    SecondStep,
    /// Mail the invitation again.
    Invitation,
    /// Remove the account.
    Removal,
}

async fn act(
    page: PageContext,
    app: Data<App>,
    passwords: Data<Passwords>,
    id: Path<i64>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<ActForm>,
) -> HandlerResult {
    let template = ColleaguePage::of(session.clone(), page, &app, AccountId(*id)).await?;
    let present = Password::typed(&form.present);
    if let Err(error) = prove_password(&app, &passwords, &session, &present).await {
        let template = ColleaguePage {
            present_error: Some(why_not(&template.page, error)?),
            ..template
        };
        return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
    }
    let done = match form.act {
        Act::SecondStep => reset_second_step(&app, &session, &template.account).await?,
        Act::Invitation => {
            if invite_again(&app, &session, &template.account).await? {
                Done::Invited
            } else {
                Done::NotInvited
            }
        }
        Act::Removal => remove(&app, &session, &template.account).await?,
    };
    let place = format!("/admin/settings?done={done}");
    Ok(see_other(&template.page.link(&place)))
}

async fn reset_second_step(
    app: &App,
    session: &AdminSession,
    account: &Account,
) -> Result<Done, WebError> {
    let mut tx = app.write().await?;
    if !second_factor::reset(&mut tx, app, account, session.into()).await? {
        return Ok(Done::Kept);
    }
    tx.commit().await?;
    Ok(Done::SecondStepReset)
}

async fn remove(app: &App, session: &AdminSession, account: &Account) -> Result<Done, WebError> {
    let mut tx = app.write().await?;
    let email = accounts::remove(&mut tx, account.id).await?;
    let email = email.ok_or(WebError::NotFound)?;
    let (values, now) = (AuditedValues::gone(account.role.as_str()), app.now());
    audit::record_values(
        &mut tx,
        session,
        "account-remove",
        email.as_str(),
        values,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Done::Removed)
}
