//! `/api/v1/challenge`: a challenge in the format of ALTCHA 2.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{self, Data, ServiceConfig};

use crate::app::App;
use crate::challenges;
use crate::web::{HandlerResult, WebError};

/// Mounts the route.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/challenge", web::get().to(challenge));
}

async fn challenge(app: Data<App>) -> HandlerResult {
    let challenge = challenges::issue(&app).map_err(|error| {
        tracing::error!(%error, "a challenge could not be made");
        WebError::Internal
    })?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .json(challenge))
}
