//! The panel page of bounces: the list, and the button that lifts a suppression.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::bounces::model::{Bounce, Effect};
use crate::bounces::records;
use crate::outbox::suppression;
use crate::subscribers;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

/// Bounces on a page.
const PAGE: usize = 50;

/// Mounts the page.
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
    /// The phrase for the outcome of the last form.
    done: Option<&'static str>,
    previous: Option<String>,
    next: Option<String>,
}

impl BouncesPage {
    /// True when the button is shown.
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

    /// The phrase of the effect. A suppression that was lifted is named as such.
    fn effect_key(&self) -> String {
        match (self.effect, self.suppression) {
            (Effect::Bounced | Effect::Complained, None) => "bounces-effect-lifted".into(),
            (effect, _) => format!("bounces-effect-{effect}"),
        }
    }
}

#[derive(Deserialize)]
struct BounceListQuery {
    before: Option<i64>,
    #[serde(default)]
    done: String,
}

async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<BounceListQuery>,
) -> HandlerResult {
    let one_more = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut tx = app.read().await?;
    let mut rows = records::list(&mut tx, query.before, one_more).await?;
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
    let address = records::address_of(&mut tx, *id)
        .await?
        .ok_or(WebError::NotFound)?;
    let done = if suppression::lift(&mut tx, app.signer(), &address).await? {
        if let Some(subscriber) = subscribers::find_by_email(&mut tx, &address).await? {
            let evidence = ConsentEvidence::of(Channel::Panel).by(session.email());
            subscribers::reinstate(&mut tx, subscriber.id, &evidence, app.now()).await?;
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
    Ok(see_other(
        &page.link(&format!("/admin/bounces?done={done}")),
    ))
}
