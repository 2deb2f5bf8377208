//! The settings page: how this installation is set up, who has an account, and what was done lately.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::configuration::{self, SettingGroup};
use super::done::{Done, DoneQuery};
use super::options::{self, GroupForm, OptionsForm, PastChange};
use crate::address::EmailAddress;
use crate::admin::account_links::INVITATION_DAYS;
use crate::admin::accounts;
use crate::admin::audit;
use crate::admin::{Account, AuditEntry, InviteError, Permission, Role, invite};
use crate::admin::{AdminForm, AdminSession, Password, Passwords, prove_password, why_not};
use crate::app::App;
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Lines of the audit log on the page.
const LINES: i64 = 50;

/// Mounts the page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/settings", web::get().to(settings))
        .route("/settings/accounts", web::post().to(add_account));
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
    permissions: Vec<PermissionRow>,
    /// What was typed for a new account, and what is wrong with it.
    email: String,
    email_error: Option<String>,
    present_error: Option<String>,
    /// Whom the owner just invited.
    invited: Option<Invited>,
    invitation_days: i64,
}

/// What each role may do of one permission.
struct PermissionRow {
    key: &'static str,
    /// The phrase of each role, and whether it holds the permission.
    roles: Vec<(&'static str, bool)>,
}

/// Somebody whose account was just made.
struct Invited {
    email: EmailAddress,
    /// Whether a mail goes to them.
    is_mailed: bool,
}

impl PermissionRow {
    fn of(permission: Permission) -> Self {
        let roles = Role::ALL.iter();
        Self {
            key: permission.key(),
            roles: roles
                .map(|role| (role.key(), role.allows(permission)))
                .collect(),
        }
    }
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
            permissions: Permission::ALL
                .iter()
                .copied()
                .map(PermissionRow::of)
                .collect(),
            email: String::new(),
            email_error: None,
            present_error: None,
            invited: None,
            invitation_days: INVITATION_DAYS,
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

    fn account_link(&self, account: &Account) -> String {
        let path = format!("/admin/settings/accounts/{}", account.id.0);
        self.page.link(&path)
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
    let Ok(email) = form.email.parse::<EmailAddress>() else {
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
    let is_mailed = match invite(&app, &passwords, &session, email.clone(), role).await {
        Ok(is_mailed) => is_mailed,
        Err(InviteError::Exists) => {
            template.email_error = Some(page.say("panel-account-exists").to_string());
            return html(StatusCode::CONFLICT, &template);
        }
        Err(InviteError::Hash(error)) => return Err(error.into()),
        Err(InviteError::Store(error)) => return Err(error.into()),
    };
    let template = SettingsPage {
        invited: Some(Invited { email, is_mailed }),
        ..SettingsPage::of(session, page.at("/admin/settings"), &app).await?
    };
    html(StatusCode::CREATED, &template)
}
