//! Sign-up by JSON, for scripts and for forms of the site's own.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Json, ServiceConfig};
use serde::Deserialize;

use super::sign_up_form::SignUpForm;
use crate::app::App;
use crate::clock::HOUR;
use crate::rate_limits::Limit;
use crate::subscribers::consent::ConsentEvidence;
use crate::subscribers::subscribe;
use crate::topics;
use crate::web::{ClientIp, HandlerResult, PageContext, WebError};

/// JSON carries no form token, so its limit is lower than the form's.
const POSTS: Limit = Limit {
    bucket: "subscribers-api",
    most: 20,
    window: HOUR,
};

/// Mounts the API.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(web::resource("/subscriptions").route(web::post().to(sign_up)));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignUpBody {
    email: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    cadence: Option<String>,
    #[serde(default)]
    locale: Option<String>,
}

impl SignUpBody {
    fn draft(self) -> SignUpForm {
        SignUpForm {
            email: self.email,
            name: self.name.unwrap_or_default(),
            topics: self.topics,
            cadence: self.cadence.unwrap_or_default(),
            locale: self.locale.unwrap_or_default(),
        }
    }
}

async fn sign_up(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    body: Json<SignUpBody>,
) -> HandlerResult {
    let offered = topics::offered(&mut app.read().await?).await?;
    let draft = body.into_inner().draft();
    let wanted = draft
        .read(&offered, page.locale())
        .map_err(WebError::Invalid)?;
    let evidence = ConsentEvidence::of("api", Some(ip.0));
    let mut tx = app.write().await?;
    POSTS
        .hit_client(&mut tx, ip.0, app.now())
        .await?
        .or_refuse()?;
    subscribe(&mut tx, &app, &wanted, &evidence).await?;
    tx.commit().await?;
    Ok(HttpResponse::Accepted().json(serde_json::json!({ "status": "accepted" })))
}
