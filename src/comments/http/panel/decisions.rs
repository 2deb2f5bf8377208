//! The POST of a button in the queue.

use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::buttons::BUTTONS;
use super::queue_query::QueueQuery;
use crate::admin::AdminForm;
use crate::app::App;
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::moderation;
use crate::web::{HandlerResult, WebError, see_other};

#[derive(Debug, Deserialize)]
pub(super) struct DecisionForm {
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
}

pub(super) async fn decide(
    app: Data<App>,
    id: Path<CommentId>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<DecisionForm>,
    status: CommentStatus,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !moderation::decide(&mut tx, &app, &session, *id, status).await? {
        return Err(WebError::NotFound);
    }
    tx.commit().await?;
    let back = QueueQuery {
        q: form.q.clone(),
        ..QueueQuery::default()
    };
    let state = if form.state.is_empty() {
        CommentStatus::Pending.as_str()
    } else {
        &form.state
    };
    let noun = BUTTONS
        .iter()
        .find(|button| button.status == status)
        .map_or("", |button| button.noun);
    let location = back.with(state, &[("done", noun.to_owned())]);
    Ok(see_other(&location))
}
