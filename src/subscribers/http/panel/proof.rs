//! The proof sheet of one subscriber: a page to print, and the same as a file.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Data, Path};
use askama::Template;
use serde::Serialize;

use super::event_words;
use crate::admin::AdminSession;
use crate::app::App;
use crate::clock::Timestamp;
use crate::subscribers::consent::Change;
use crate::subscribers::consent::proof::{ProvenEvent, prove};
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::{Subscriber, SubscriberId, find};
use crate::web::{HandlerResult, PageContext, WebError};

#[derive(Template)]
#[template(path = "pages/subscribers/proof.html")]
struct ProofPage {
    page: PageContext,
    session: AdminSession,
    subscriber: Subscriber,
    events: Vec<ProvenEvent>,
    made_at: Timestamp,
}

impl ProofPage {
    fn source(&self, event: &ProvenEvent) -> String {
        event_words::source(&self.page, &event.channel, event.actor.as_deref())
    }

    fn change(&self, change: &Change) -> String {
        event_words::change(&self.page, change)
    }
}

impl ProvenEvent {
    /// The phrase about the seal.
    fn seal_key(&self) -> &'static str {
        match &self.seal {
            None => "subscribers-proof-unsealed",
            Some(seal) if seal.is_whole => "subscribers-proof-whole",
            Some(_) => "subscribers-proof-broken",
        }
    }
}

/// The sheet as a file.
#[derive(Serialize)]
struct ProofFile {
    site: String,
    address: String,
    state: &'static str,
    made_at: String,
    events: Vec<ProvenEvent>,
}

pub(super) async fn sheet(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
) -> HandlerResult {
    let (subscriber, events) = proven(&app, *id).await?;
    let template = ProofPage {
        made_at: app.now(),
        page,
        session,
        subscriber,
        events,
    };
    not_stored(StatusCode::OK, &template)
}

pub(super) async fn file(app: Data<App>, id: Path<i64>) -> HandlerResult {
    let (subscriber, events) = proven(&app, *id).await?;
    let file = ProofFile {
        site: app.config().site.name.clone(),
        address: subscriber.email.to_string(),
        state: subscriber.state.as_str(),
        made_at: app.now().to_string(),
        events,
    };
    let text = serde_json::to_string_pretty(&file).map_err(|_| WebError::Internal)?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"consent.json\""))
        .body(text + "\n"))
}

async fn proven(app: &App, id: i64) -> Result<(Subscriber, Vec<ProvenEvent>), WebError> {
    let mut tx = app.read().await?;
    let id = SubscriberId(id);
    let subscriber = find(&mut tx, id).await?.ok_or(WebError::NotFound)?;
    let events = prove(&mut tx, id).await?;
    Ok((subscriber, events))
}
