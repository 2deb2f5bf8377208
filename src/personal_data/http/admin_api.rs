//! `DELETE /api/v1/admin/subscribers/{id}`: erases a person by a token.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, ServiceConfig};

use crate::admin::{Bearer, audit};
use crate::app::App;
use crate::personal_data::erase;
use crate::subscribers::{self, SubscriberId};
use crate::web::{HandlerResult, WebError};

/// Mounts the erasure.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/subscribers/{id}", web::delete().to(delete));
}

async fn delete(bearer: Bearer, app: Data<App>, id: Path<i64>) -> HandlerResult {
    let mut tx = app.write().await?;
    let person = subscribers::find(&mut tx, SubscriberId(*id)).await?;
    let email = person.ok_or(WebError::NotFound)?.email;
    erase(&mut tx, &app, &email).await?;
    // Never the address: the log outlives the erasure of its person.
    let (about, now) = (format!("subscriber:{id}"), app.now());
    audit::record(&mut tx, &bearer.0, "person-erase", &about, now).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
