//! `/fragments/token`: the token of a form inside another page.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Data;

use crate::app::App;
use crate::web::{HandlerResult, form_token};

/// The token of a form that was just touched; its age counts from now.
pub(super) async fn token(app: Data<App>) -> HandlerResult {
    let token = form_token::issue(app.signer(), app.now());
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .json(serde_json::json!({ "token": token })))
}
