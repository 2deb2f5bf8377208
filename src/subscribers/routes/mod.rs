//! HTTP of subscribing: sign-up, confirmation, preferences, leaving. GET shows, POST acts.

mod api;
mod confirmation;
mod preferences;
mod sign_up;
mod unsubscribe;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue, LOCATION};
use actix_web::web::ServiceConfig;
use askama::Template;

use crate::app::App;
use crate::clock::HOUR;
use crate::rate_limits::Limit;
use crate::store::Tx;
use crate::web::{self, ClientIp, HandlerResult, WebError};

pub(crate) use preferences::{expired, owner};

/// Posts of one client that can cause a mail; a household shares an address.
const POSTS: Limit = Limit {
    bucket: "subscribers-posts",
    most: 30,
    window: HOUR,
};

/// Mounts the public routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(sign_up::routes)
        .configure(confirmation::routes)
        .configure(preferences::routes)
        .configure(unsubscribe::routes);
}

/// Mounts the JSON routes, below `/api/v1`.
pub fn api_routes(config: &mut ServiceConfig) {
    config.configure(api::routes);
}

/// The header that keeps a page out of search engines.
const ROBOTS: &str = "x-robots-tag";

async fn count_post(tx: &mut Tx, app: &App, ip: ClientIp) -> Result<(), WebError> {
    POSTS.hit_client(tx, ip.0, app.now()).await?.or_refuse()?;
    Ok(())
}

/// A page that a shared cache or the back button must not show to the next person.
pub(crate) fn private(status: StatusCode, page: &impl Template) -> HandlerResult {
    let mut answer = web::html(status, page)?;
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        HeaderName::from_static(ROBOTS),
        HeaderValue::from_static("noindex"),
    );
    Ok(answer)
}

/// Sends the browser on to another page with GET.
fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .finish()
}
