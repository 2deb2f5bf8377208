//! The page of bans: the list, and the form that adds one.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use crate::admin::{AdminForm, AdminSession};
use crate::app::App;
use crate::clock::DAY;
use crate::comments::bans::{self, Ban, BanId, BanKind, BanPattern, NewBan};
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

const PATH: &str = "/admin/comments/bans";
/// The days that a ban may last; 0 stands for one without an end.
const DAYS: &[i64] = &[0, 1, 7, 30, 365];

/// Mounts the page and its forms.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/comments/bans")
                .route(web::get().to(show))
                .route(web::post().to(add)),
        )
        .route("/comments/bans/{id}/removal", web::post().to(remove));
}

/// The path of the form with a pattern filled in.
pub(super) fn form_path(kind: BanKind, pattern: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("kind", kind.as_str());
    query.append_pair("pattern", pattern);
    format!("{PATH}?{}#new", query.finish())
}

#[derive(Template)]
#[template(path = "pages/comments/bans.html")]
struct BansPage {
    page: PageContext,
    session: AdminSession,
    bans: Vec<Ban>,
    /// What was typed, or what a link of the queue fills in.
    typed: BanForm,
    error: Option<String>,
    done: Option<&'static str>,
}

impl BansPage {
    fn kinds() -> &'static [BanKind] {
        BanKind::ALL
    }

    fn days() -> &'static [i64] {
        DAYS
    }
}

/// The fields of the form; the page's query fills in some of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct BanForm {
    kind: String,
    pattern: String,
    /// `yes` when the author does not learn of the ban.
    shadow: String,
    days: i64,
    done: String,
}

async fn show(
    app: Data<App>,
    page: PageContext,
    session: AdminSession,
    query: Query<BanForm>,
) -> HandlerResult {
    let typed = query.into_inner();
    page_of(&app, page, session, typed, None, StatusCode::OK).await
}

async fn page_of(
    app: &App,
    page: PageContext,
    session: AdminSession,
    typed: BanForm,
    error: Option<String>,
    status: StatusCode,
) -> HandlerResult {
    let bans = bans::list(&mut app.read().await?, app.now()).await?;
    let done = match typed.done.as_str() {
        "added" => Some("bans-added"),
        "removed" => Some("bans-removed"),
        _ => None,
    };
    let template = BansPage {
        page: page.at(PATH),
        session,
        bans,
        typed,
        error,
        done,
    };
    html(status, &template)
}

async fn add(
    app: Data<App>,
    page: PageContext,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<BanForm>,
) -> HandlerResult {
    let kind = form.kind.parse::<BanKind>().map_err(WebError::Malformed)?;
    let pattern = match BanPattern::parse(kind, &form.pattern) {
        Ok(pattern) => pattern,
        Err(error) => {
            let why = page.say(error.phrase()).to_string();
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page_of(&app, page, session, form, Some(why), status).await;
        }
    };
    let days = DAYS.iter().find(|days| **days == form.days);
    let days = days.ok_or_else(|| WebError::Malformed("no such number of days".into()))?;
    let ban = NewBan {
        pattern,
        is_shadow: form.shadow == "yes",
        ends_at: (*days > 0).then(|| app.now().plus(days * DAY)),
    };
    let mut tx = app.write().await?;
    bans::add(&mut tx, &app, &session, &ban).await?;
    tx.commit().await?;
    Ok(see_other(&page.link(&format!("{PATH}?done=added"))))
}

async fn remove(
    app: Data<App>,
    page: PageContext,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !bans::remove(&mut tx, &app, &session, BanId(*id)).await? {
        return Err(WebError::NotFound);
    }
    tx.commit().await?;
    Ok(see_other(&page.link(&format!("{PATH}?done=removed"))))
}
