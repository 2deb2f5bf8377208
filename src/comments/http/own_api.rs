//! `/api/v1/comments/{id}`: an author changes or deletes a comment. The header `Gudok-Author` proves who wrote it.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Json, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::author_token;
use crate::app::App;
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::write::content::CommentBody;
use crate::comments::write::own_comment;
use crate::token::TokenHash;
use crate::web::{ClientIp, HandlerResult, WebError};

/// Mounts the routes of one comment.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::resource("/comments/{id:[0-9]+}")
            .route(web::patch().to(change))
            .route(web::delete().to(delete)),
    );
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangedCommentJson {
    body: String,
}

#[derive(Serialize)]
struct ChangedJson {
    id: CommentId,
    status: &'static str,
}

async fn change(
    app: Data<App>,
    request: HttpRequest,
    ip: ClientIp,
    id: Path<CommentId>,
    json: Json<ChangedCommentJson>,
) -> HandlerResult {
    let author = author(&app, &request)?;
    let body = CommentBody::parse(&json.body);
    let body = body.map_err(|error| WebError::field("body", error.phrase()))?;
    let mut tx = app.write().await?;
    let changed = own_comment::edit(&mut tx, &app, *id, &author, &body, ip.0).await?;
    tx.commit().await?;
    // As with a new comment, whoever writes spam does not learn it.
    let (code, status) = match changed.status {
        CommentStatus::Approved => (StatusCode::OK, CommentStatus::Approved),
        _ => (StatusCode::ACCEPTED, CommentStatus::Pending),
    };
    Ok(HttpResponse::build(code).json(ChangedJson {
        id: changed.id,
        status: status.as_str(),
    }))
}

async fn delete(app: Data<App>, request: HttpRequest, id: Path<CommentId>) -> HandlerResult {
    let author = author(&app, &request)?;
    let mut tx = app.write().await?;
    own_comment::delete(&mut tx, &app, *id, &author).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

fn author(app: &App, request: &HttpRequest) -> Result<TokenHash, WebError> {
    author_token::by_header(app, request).ok_or(WebError::NotFound)
}
