//! The settings page: how this installation is set up, who has an account, and what was done lately.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::configuration::{self, SettingGroup};
use super::done::{Done, DoneQuery};
use super::options::{self, GroupForm, OptionsForm, PastChange};
use crate::address::EmailAddress;
use crate::admin::accounts::{self, AddError};
use crate::admin::audit;
use crate::admin::{Account, AccountId, AuditEntry, NewAccount, Role};
use crate::admin::{AdminForm, AdminSession, Password, Passwords, prove_password, why_not};
use crate::app::App;
use crate::web::see_other;
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Lines of the audit log on the page.
const LINES: i64 = 50;

/// Mounts the page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/settings", web::get().to(settings))
        .route("/settings/accounts", web::post().to(add_account))
        .route(
            "/settings/accounts/{id}/removal",
            web::post().to(remove_account),
        );
}

#[derive(Template)]
#[template(path = "pages/panel/settings.html")]
pub(super) struct SettingsPage {
    page: PageContext,
    session: AdminSession,
    forms: Vec<GroupForm>,
    changes: Vec<PastChange>,
    version: i64,
    groups: Vec<SettingGroup>,
    accounts: Vec<Account>,
    entries: Vec<AuditEntry>,
    done: Option<Done>,
    roles: &'static [Role],
    /// What was typed for a new account, and what is wrong with it.
    email: String,
    email_error: Option<String>,
    present_error: Option<String>,
    /// The account just made, with its password, which is shown this once.
    made: Option<Made>,
}

struct Made {
    email: EmailAddress,
    password: Password,
}

impl SettingsPage {
    pub(super) async fn of(
        session: AdminSession,
        page: PageContext,
        app: &App,
    ) -> Result<Self, WebError> {
        let mut tx = app.read().await?;
        Ok(Self {
            forms: options::forms(app),
            changes: options::newest(&mut tx, &app.config()).await?,
            version: app.live_config().version(),
            groups: configuration::groups(&app.config(), app.store().engine_name(), &page),
            accounts: accounts::all(&mut tx).await?,
            entries: audit::newest(&mut tx, LINES).await?,
            done: None,
            roles: Role::ALL,
            email: String::new(),
            email_error: None,
            present_error: None,
            made: None,
            page,
            session,
        })
    }

    /// The same page with one group as it was typed.
    pub(super) fn with_form(mut self, word: &str, form: OptionsForm) -> Self {
        if let Some(shown) = self.forms.iter_mut().find(|shown| shown.group.word == word) {
            shown.form = form;
        }
        self
    }

    fn action(&self, entry: &AuditEntry) -> String {
        self.page
            .say(&format!("panel-did-{}", entry.action))
            .to_string()
    }

    fn is_own(&self, account: &Account) -> bool {
        account.id == self.session.account()
    }
}

async fn settings(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    done: Query<DoneQuery>,
) -> HandlerResult {
    let template = SettingsPage {
        done: done.done(),
        ..SettingsPage::of(session, page, &app).await?
    };
    html(StatusCode::OK, &template)
}

#[derive(Deserialize)]
struct AccountForm {
    email: String,
    role: String,
    /// The password of whoever makes an owner.
    #[serde(default)]
    present: String,
}

async fn add_account(
    page: PageContext,
    app: Data<App>,
    passwords: Data<Passwords>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<AccountForm>,
) -> HandlerResult {
    let role: Role = form.role.parse().map_err(WebError::Malformed)?;
    let mut template = SettingsPage {
        email: form.email.clone(),
        ..SettingsPage::of(session.clone(), page.clone().at("/admin/settings"), &app).await?
    };
    let Ok(email) = form.email.parse() else {
        template.email_error = Some(page.say("admin-email-wrong").to_string());
        return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
    };
    if role == Role::Owner {
        let present = Password::typed(&form.present);
        if let Err(error) = prove_password(&app, &passwords, &session, &present).await {
            template.present_error = Some(why_not(&page, error)?);
            return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    }
    let Some(made) = make(&app, &passwords, &session, email, role).await? else {
        template.email_error = Some(page.say("panel-account-exists").to_string());
        return html(StatusCode::CONFLICT, &template);
    };
    let template = SettingsPage {
        made: Some(made),
        ..SettingsPage::of(session, page.at("/admin/settings"), &app).await?
    };
    html(StatusCode::CREATED, &template)
}

/// The new account; `None` when somebody has the address.
async fn make(
    app: &App,
    passwords: &Passwords,
    session: &AdminSession,
    email: EmailAddress,
    role: Role,
) -> Result<Option<Made>, WebError> {
    let password = Password::drawn(app.random());
    let account = NewAccount {
        email: email.clone(),
        password: passwords.hash(&password, app.random()).await?,
        role,
        locale: app.config().site.locale,
    };
    let now = app.now();
    let mut tx = app.write().await?;
    match accounts::add(&mut tx, &account, now).await {
        Ok(_) => {}
        Err(AddError::Exists) => return Ok(None),
        Err(AddError::Store(error)) => return Err(error.into()),
    }
    audit::record(&mut tx, session, "account-add", email.as_str(), now).await?;
    tx.commit().await?;
    Ok(Some(Made { email, password }))
}

async fn remove_account(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let id = AccountId(*id);
    if id == session.account() {
        return Err(WebError::Forbidden);
    }
    let mut tx = app.write().await?;
    let Some(email) = accounts::remove(&mut tx, id).await? else {
        return Err(WebError::NotFound);
    };
    audit::record(
        &mut tx,
        &session,
        "account-remove",
        email.as_str(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(see_other(
        &page.link(&format!("/admin/settings?done={}", Done::Removed)),
    ))
}
