//! `POST /hooks/publish`: the site says that a page is new.

use actix_web::web::{self, Bytes, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::clock::MINUTE;
use crate::page_key::web_address;
use crate::posts::publishing;
use crate::rate_limits::Limit;
use crate::web::{ClientIp, HandlerResult, WebError};
use crate::webhooks::{self, SignatureProblem, SignedCall, publish_secret};

/// Bytes of the largest call: one address.
const LARGEST_CALL: usize = 16 * 1024;

/// Calls of one client, genuine or not.
const CALLS: Limit = Limit {
    bucket: "publish-hook",
    most: 120,
    window: MINUTE,
};

/// Mounts the hook.
pub fn routes(config: &mut ServiceConfig) {
    config.service(
        web::resource("/publish")
            .app_data(web::PayloadConfig::new(LARGEST_CALL))
            .route(web::post().to(publish)),
    );
}

#[derive(Deserialize)]
struct PublishBody {
    url: String,
}

#[derive(Serialize)]
struct PublishAnswer {
    /// Feeds that are read now.
    feeds: usize,
}

async fn publish(
    app: Data<App>,
    client: ClientIp,
    request: HttpRequest,
    body: Bytes,
) -> HandlerResult {
    let now = app.now();
    let mut tx = app.write().await?;
    let hit = CALLS.hit_client(&mut tx, client.0, now).await?;
    tx.commit().await?;
    hit.or_refuse()?;
    let call = signed_call(&request, &body);
    call.verify(&publish_secret(&app).await?, now)?;
    let page: PublishBody =
        serde_json::from_slice(&body).map_err(|error| WebError::Malformed(error.to_string()))?;
    let page = web_address(&page.url)
        .ok_or_else(|| WebError::Malformed("`url` is not the address of a page".into()))?;
    let mut tx = app.write().await?;
    let feeds = publishing::poll_for_page(&app, &mut tx, &page, now).await?;
    let feeds = feeds.ok_or_else(|| WebError::ForeignPage {
        hosts: app.config().site_hosts(),
    })?;
    // A repeated call polls nothing: its transaction is dropped.
    if webhooks::remember(&mut tx, "publish", call.id, now).await? {
        tx.commit().await?;
    }
    Ok(HttpResponse::Accepted().json(PublishAnswer { feeds }))
}

fn signed_call<'a>(request: &'a HttpRequest, body: &'a [u8]) -> SignedCall<'a> {
    let header = |name: &str| {
        let value = request.headers().get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    SignedCall {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signatures: header("webhook-signature"),
        body,
    }
}

impl From<SignatureProblem> for WebError {
    fn from(problem: SignatureProblem) -> Self {
        match problem {
            SignatureProblem::Wrong => Self::WrongSignature,
            SignatureProblem::Stale => Self::StaleSignature,
        }
    }
}
