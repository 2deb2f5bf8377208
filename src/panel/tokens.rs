//! The tokens of the API: the list, making one and ending one.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;

use super::done::{Done, DoneQuery};
use super::options::Pairs;
use crate::admin::tokens::{self, ApiSecret, ApiToken, NewToken, Scope, ScopeList, TokenId};
use crate::admin::{AdminForm, AdminSession, Password, Passwords, prove_password, why_not};
use crate::app::App;
use crate::clock::Timestamp;
use crate::i18n::Phrase;
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

/// Characters of the longest name.
const LONGEST_NAME: usize = 60;
/// Days after which a token may end; 0 stands for never.
const DAYS: &[i64] = &[30, 90, 365, 0];
/// The choice of a form that was not touched.
const USUAL_DAYS: i64 = 365;

/// Mounts the page and its forms.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/tokens", web::get().to(page))
        .route("/tokens", web::post().to(make))
        .route("/tokens/{id}/end", web::post().to(end));
}

#[derive(Template)]
#[template(path = "pages/panel/tokens.html")]
struct TokensPage {
    page: PageContext,
    session: AdminSession,
    tokens: Vec<ApiToken>,
    now: Timestamp,
    scopes: &'static [Scope],
    days: &'static [i64],
    done: Option<Done>,
    /// The token that was just made; its secret is shown this once.
    made: Option<ApiSecret>,
    /// What was typed, and what is wrong with it.
    typed: TypedToken,
    name_error: Option<&'static str>,
    scopes_error: Option<&'static str>,
    present_error: Option<String>,
}

/// A token as it was typed.
struct TypedToken {
    name: String,
    scopes: Vec<Scope>,
    days: i64,
}

impl Default for TypedToken {
    fn default() -> Self {
        Self {
            name: String::new(),
            scopes: Vec::new(),
            days: USUAL_DAYS,
        }
    }
}

impl TypedToken {
    fn of(fields: &Pairs) -> Self {
        let text = |name: &str| {
            let field = fields.iter().find(|(field, _)| field == name);
            field.map(|(_, value)| value.trim()).unwrap_or_default()
        };
        let scopes = fields.iter().filter(|(field, _)| field == "scopes");
        let days = text("days").parse().ok();
        Self {
            name: text("name").chars().take(LONGEST_NAME).collect(),
            scopes: scopes.filter_map(|(_, word)| word.parse().ok()).collect(),
            days: days
                .filter(|days| DAYS.contains(days))
                .unwrap_or(USUAL_DAYS),
        }
    }

    fn token(&self) -> NewToken {
        NewToken {
            name: self.name.clone(),
            scopes: ScopeList(self.scopes.clone()),
            days: Some(self.days).filter(|days| *days > 0),
        }
    }
}

impl TokensPage {
    async fn of(session: AdminSession, page: PageContext, app: &App) -> Result<Self, WebError> {
        Ok(Self {
            page: page.at("/admin/tokens"),
            session,
            tokens: tokens::all(&mut app.read().await?).await?,
            now: app.now(),
            scopes: Scope::ALL,
            days: DAYS,
            done: None,
            made: None,
            typed: TypedToken::default(),
            name_error: None,
            scopes_error: None,
            present_error: None,
        })
    }

    fn has_ended(&self, token: &ApiToken) -> bool {
        token.has_ended(self.now)
    }

    fn name_problem(&self) -> Option<Phrase<'static>> {
        self.name_error.map(|key| self.page.say(key))
    }
}

async fn page(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    done: Query<DoneQuery>,
) -> HandlerResult {
    let template = TokensPage {
        done: done.done(),
        ..TokensPage::of(session, page, &app).await?
    };
    html(StatusCode::OK, &template)
}

async fn make(
    page: PageContext,
    app: Data<App>,
    passwords: Data<Passwords>,
    AdminForm { session, fields }: AdminForm<Pairs>,
) -> HandlerResult {
    let typed = TypedToken::of(&fields);
    let (has_name, has_scopes) = (!typed.name.is_empty(), !typed.scopes.is_empty());
    let template = TokensPage {
        name_error: (!has_name).then_some("panel-tokens-name-missing"),
        scopes_error: (!has_scopes).then_some("panel-tokens-scopes-missing"),
        ..TokensPage::of(session.clone(), page, &app).await?
    };
    if !(has_name && has_scopes) {
        let template = TokensPage { typed, ..template };
        return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
    }
    let present = fields.iter().find(|(field, _)| field == "present");
    let present = Password::typed(present.map_or("", |(_, value)| value));
    if let Err(error) = prove_password(&app, &passwords, &session, &present).await {
        let template = TokensPage {
            present_error: Some(why_not(&template.page, error)?),
            typed,
            ..template
        };
        return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
    }
    let mut tx = app.write().await?;
    let (_, secret) = tokens::make(&mut tx, &app, &session, &typed.token()).await?;
    tx.commit().await?;
    let template = TokensPage {
        made: Some(secret),
        ..TokensPage::of(session, template.page, &app).await?
    };
    html(StatusCode::OK, &template)
}

async fn end(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let ended = tokens::end(&mut tx, &app, &session, TokenId(*id)).await?;
    ended.ok_or(WebError::NotFound)?;
    tx.commit().await?;
    let place = format!("/admin/tokens?done={}", Done::TokenEnded);
    Ok(see_other(&page.link(&place)))
}
