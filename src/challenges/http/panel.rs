//! The page of attack mode: what each form does now, and its switch.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use crate::admin::{AdminForm, AdminSession};
use crate::app::App;
use crate::challenges::attack_mode;
use crate::challenges::model::{AttackMode, ProtectedForm, Rate};
use crate::clock::Timestamp;
use crate::config::AttackRule;
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

const PATH: &str = "/admin/attack-mode";

/// Mounts the page.
pub fn routes(config: &mut ServiceConfig) {
    config.service(
        web::resource("/attack-mode")
            .route(web::get().to(show))
            .route(web::post().to(set)),
    );
}

#[derive(Template)]
#[template(path = "pages/challenges/attack-mode.html")]
struct AttackModePage {
    page: PageContext,
    session: AdminSession,
    modes: Vec<ShownMode>,
    is_done: bool,
}

struct ShownMode {
    mode: AttackMode,
    rate: Rate,
    is_on: bool,
    /// When the attack began that goes on now.
    attacked_since: Option<Timestamp>,
    /// The place that sets the rule, when it is not the panel.
    locked: Option<String>,
}

impl AttackModePage {
    fn rules() -> &'static [AttackRule] {
        AttackRule::ALL
    }
}

#[derive(Deserialize)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn show(
    app: Data<App>,
    page: PageContext,
    session: AdminSession,
    query: Query<DoneQuery>,
) -> HandlerResult {
    let now = app.now();
    let mut tx = app.read().await?;
    let mut modes = Vec::new();
    for mode in attack_mode::list(&mut tx, &app).await? {
        modes.push(ShownMode {
            rate: attack_mode::rate(&mut tx, &mode, now).await?,
            is_on: mode.is_on(now),
            attacked_since: mode.began_at.filter(|_| mode.is_attacked(now)),
            locked: lock(&app, mode.form),
            mode,
        });
    }
    drop(tx);
    let template = AttackModePage {
        page: page.at(PATH),
        session,
        modes,
        is_done: query.done == "set",
    };
    html(StatusCode::OK, &template)
}

fn lock(app: &App, form: ProtectedForm) -> Option<String> {
    let (option, _) = form.option(&app.config());
    app.config().given.place(option).map(ToString::to_string)
}

#[derive(Debug, Deserialize)]
struct RuleForm {
    form: String,
    rule: String,
}

async fn set(
    app: Data<App>,
    page: PageContext,
    AdminForm { session, fields }: AdminForm<RuleForm>,
) -> HandlerResult {
    let form = fields.form.parse::<ProtectedForm>();
    let form = form.map_err(WebError::Malformed)?;
    let rule = fields.rule.parse::<AttackRule>();
    let rule = rule.map_err(WebError::Malformed)?;
    let mut tx = app.write().await?;
    attack_mode::set_rule(&mut tx, &app, &session, form, rule).await?;
    tx.commit().await?;
    Ok(see_other(&page.link(&format!("{PATH}?done=set"))))
}
