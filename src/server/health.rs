//! `/healthz` and `/readyz`, for supervisors and load balancers.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};

use crate::app::App;
use crate::store;
use crate::web::{HandlerResult, request_limiter};

/// Mounts both.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route(request_limiter::ALIVE, web::get().to(healthy))
        .route("/readyz", web::get().to(ready));
}

/// Answers that the process is alive.
async fn healthy() -> HandlerResult {
    Ok(HttpResponse::Ok().content_type("text/plain").body("ok\n"))
}

/// The time limit of the database; load balancers give up soon.
const READY_WITHIN: Duration = Duration::from_millis(800);

/// Answers 200 when the database can be read and written, and 503 with the reason otherwise.
async fn ready(app: Data<App>) -> HttpResponse {
    let answers = async {
        let mut tx = app.read().await?;
        store::ping(&mut tx).await
    };
    // The file first: a query would open whatever file has its name now.
    let obstacle = match app.store().obstacle() {
        None => match tokio::time::timeout(READY_WITHIN, answers).await {
            Ok(Ok(())) => None,
            _ => Some("the database does not answer"),
        },
        obstacle => obstacle,
    };
    let mut answer = match obstacle {
        None => HttpResponse::Ok(),
        Some(_) => HttpResponse::ServiceUnavailable(),
    };
    let text = obstacle.unwrap_or("ready");
    answer.content_type("text/plain").body(format!("{text}\n"))
}
