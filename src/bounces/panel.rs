//! The bounces' room: what came back, what it did, and the owner's word that mail may go there again.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::{Bounce, Effect};
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::delivery::suppression;
use crate::subscribers;
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Bounces on a page.
const PAGE: usize = 50;

/// Mounts the room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/bounces", web::get().to(list))
        .route("/bounces/{id}/lifting", web::post().to(lift));
}

#[derive(Template)]
#[template(path = "pages/bounces/list.html")]
struct BouncesPage {
    page: PageContext,
    session: AdminSession,
    rows: Vec<Bounce>,
    /// What the last form did: `lifted` or `stale`.
    done: Option<&'static str>,
    previous: Option<String>,
    next: Option<String>,
}

impl BouncesPage {
    /// Only who holds the permission sees the button.
    fn may_lift(&self, bounce: &Bounce) -> bool {
        self.session.may("bounce-lifting") && bounce.suppression.is_some()
    }
}

impl Bounce {
    fn class_key(&self) -> String {
        format!("bounces-class-{}", self.class)
    }

    fn reason_key(&self) -> String {
        format!("bounces-reason-{}", self.reason)
    }

    /// Both effects that end mail say so only while they last.
    fn effect_key(&self) -> String {
        match (self.effect, self.suppression) {
            (Effect::Bounced | Effect::Complained, None) => "bounces-effect-lifted".into(),
            (effect, _) => format!("bounces-effect-{effect}"),
        }
    }
}

#[derive(Deserialize)]
struct ListQuery {
    before: Option<i64>,
    #[serde(default)]
    done: String,
}

async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<ListQuery>,
) -> HandlerResult {
    let one_more = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut tx = app.read().await?;
    let mut rows = super::list(&mut tx, query.before, one_more).await?;
    drop(tx);
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let last = rows.last().map(|row| row.id).filter(|_| is_more);
    let template = BouncesPage {
        done: match query.done.as_str() {
            "lifted" => Some("bounces-done-lifted"),
            "stale" => Some("bounces-done-stale"),
            _ => None,
        },
        previous: None,
        next: last.map(|last| page.link(&format!("/admin/bounces?before={last}"))),
        rows,
        page,
        session,
    };
    html(StatusCode::OK, &template)
}

async fn lift(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let address = super::address_of(&mut tx, *id)
        .await?
        .ok_or(WebError::NotFound)?;
    let done = if suppression::lift(&mut tx, app.signer(), &address).await? {
        if let Some(subscriber) = subscribers::find_by_email(&mut tx, &address).await? {
            subscribers::welcome_back(&mut tx, subscriber.id, app.now()).await?;
        }
        audit::record(
            &mut tx,
            &session,
            "suppression-lift",
            // Never the address: the log outlives the erasure of its person.
            &format!("bounce:{id}"),
            app.now(),
        )
        .await?;
        tx.commit().await?;
        "lifted"
    } else {
        "stale"
    };
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, page.link(&format!("/admin/bounces?done={done}"))))
        .finish())
}
