//! The POSTs of the texts in the queue: a reply, and an edit. A refused text is shown again in its place.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::comment_card::{Act, RefusedText};
use super::queue::show;
use super::queue_query::{ANSWERED, EDITED, QueueQuery};
use crate::address::DisplayName;
use crate::admin::AdminForm;
use crate::app::App;
use crate::comments::model::CommentId;
use crate::comments::write::content::{CommentBody, CommentBodyError};
use crate::comments::{moderation, write};
use crate::web::{HandlerResult, PageContext, WebError, see_other};

/// The phrase for a comment that its author changed while a moderator wrote.
const CHANGED: &str = "comments-text-changed-meanwhile";

#[derive(Debug, Deserialize)]
pub(super) struct TextForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    body: String,
    #[serde(flatten)]
    query: QueueQuery,
}

pub(super) async fn post_reply(
    app: Data<App>,
    page: PageContext,
    id: Path<CommentId>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<TextForm>,
) -> HandlerResult {
    let name = match DisplayName::parse(&form.name) {
        Ok(Some(name)) => Ok(name),
        Ok(None) => Err("comments-name-empty"),
        Err(_) => Err("comments-name-too-long"),
    };
    let body = CommentBody::parse(&form.body).map_err(CommentBodyError::phrase);
    let (name, body) = match (name, body) {
        (Ok(name), Ok(body)) => (name, body),
        (_, Err(wrong)) | (Err(wrong), _) => {
            let refused = RefusedText::of(Act::Reply, *id, form.name, form.body, &page, wrong);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show(&app, page, session, &form.query, Some(refused), status).await;
        }
    };
    let mut tx = app.write().await?;
    if !moderation::is_as_seen(&mut tx, *id, &form.query.seen).await? {
        drop(tx);
        let refused = RefusedText::of(Act::Reply, *id, form.name, form.body, &page, CHANGED);
        let status = StatusCode::CONFLICT;
        return show(&app, page, session, &form.query, Some(refused), status).await;
    }
    let answer = write::reply(&mut tx, &app, &session, *id, name, body).await?;
    answer.ok_or(WebError::NotFound)?;
    tx.commit().await?;
    Ok(see_other(&form.query.after(ANSWERED, &[])))
}

pub(super) async fn edit_text(
    app: Data<App>,
    page: PageContext,
    id: Path<CommentId>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<TextForm>,
) -> HandlerResult {
    // A comment that another program brought may be longer than a new one.
    let body = match CommentBody::parse_imported(&form.body) {
        Ok(body) => body,
        Err(error) => {
            let wrong = error.phrase();
            let refused = RefusedText::of(Act::Edit, *id, form.name, form.body, &page, wrong);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show(&app, page, session, &form.query, Some(refused), status).await;
        }
    };
    let mut tx = app.write().await?;
    if !moderation::is_as_seen(&mut tx, *id, &form.query.seen).await? {
        drop(tx);
        let refused = RefusedText::of(Act::Edit, *id, form.name, form.body, &page, CHANGED);
        let status = StatusCode::CONFLICT;
        return show(&app, page, session, &form.query, Some(refused), status).await;
    }
    if !moderation::edit(&mut tx, &app, &session, *id, &body).await? {
        return Err(WebError::NotFound);
    }
    tx.commit().await?;
    Ok(see_other(&form.query.after(EDITED, &[])))
}
