//! `POST /api/v1/site-users`: a page of the site hands its server's word about a user on, and gets the author's token for it.

use actix_web::web::{self, Data, Json, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::author_token;
use crate::app::App;
use crate::clock::MINUTE;
use crate::comments::site_users::{SignedUser, sign_in};
use crate::rate_limits::Limit;
use crate::web::{ClientIp, HandlerResult, WebError};
use crate::webhooks::publish_secret;

/// Words of one client, genuine or not.
const WORDS: Limit = Limit {
    bucket: "site-users",
    most: 30,
    window: MINUTE,
};

/// Mounts the JSON route.
pub(super) fn api_routes(config: &mut ServiceConfig) {
    config.route("/site-users", web::post().to(create));
}

#[derive(Serialize)]
struct SignedInJson {
    /// What proves the author, as the header `Gudok-Author`.
    author_token: String,
    /// Seconds for which the author is the site's user.
    signed_in_for: i64,
}

async fn create(
    app: Data<App>,
    client: ClientIp,
    request: HttpRequest,
    json: Json<SignedUser>,
) -> HandlerResult {
    if !app.config().comments.site_users {
        return Err(WebError::NotFound);
    }
    let mut tx = app.write().await?;
    let hit = WORDS.hit_client(&mut tx, client.0, app.now()).await?;
    tx.commit().await?;
    hit.or_refuse()?;
    let secret = publish_secret(&app).await?;
    let (author, author_token) = author_token::keep(&app, &request);
    let mut tx = app.write().await?;
    sign_in::sign_in(&mut tx, &app, &json, &secret, &author).await?;
    tx.commit().await?;
    Ok(HttpResponse::Ok().json(SignedInJson {
        author_token,
        signed_in_for: sign_in::SIGNED_IN,
    }))
}
