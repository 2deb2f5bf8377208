//! The POSTs of the buttons in the queue: a decision on one comment, on many, and its undoing.

use actix_web::web::{Data, Path};

use super::buttons::{BUTTONS, DecisionButton};
use super::queue_query::{QueueQuery, UNDONE, UNTICKED, ticked};
use crate::admin::AdminForm;
use crate::app::App;
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::moderation;
use crate::web::{HandlerResult, WebError, see_other};

pub(super) async fn decide(
    app: Data<App>,
    id: Path<CommentId>,
    AdminForm {
        session,
        fields: query,
    }: AdminForm<QueueQuery>,
    status: CommentStatus,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !moderation::is_as_seen(&mut tx, *id, &query.seen).await? {
        return Ok(see_other(&query.after_change("", &[], &[*id])));
    }
    let moved = moderation::decide(&mut tx, &app, &session, *id, status).await?;
    let moved = moved.ok_or(WebError::NotFound)?.then_some(*id);
    tx.commit().await?;
    let noun = DecisionButton::of(status).noun;
    Ok(see_other(&query.after(noun, moved.as_slice())))
}

/// The fields of the queue's form: each ticked comment, the button, and the filter.
pub(super) type Pairs = Vec<(String, String)>;

pub(super) async fn decide_all(
    app: Data<App>,
    AdminForm {
        session,
        fields: pairs,
    }: AdminForm<Pairs>,
) -> HandlerResult {
    let query = QueueQuery::of_form(&pairs);
    let of = |wanted: &'static str| pairs.iter().filter(move |(name, _)| name == wanted);
    let ticked = ticked(of("id").map(|(_, value)| value.as_str()));
    let act = of("act").next().map(|(_, noun)| noun.as_str());
    let button = BUTTONS.iter().find(|button| Some(button.noun) == act);
    let button = button.ok_or_else(|| WebError::Malformed("the form has no act".into()))?;
    if ticked.is_empty() {
        return Ok(see_other(&query.after(UNTICKED, &[])));
    }
    let decided = moderation::decide_all(&app, &session, &ticked, button.status).await?;
    let (moved, changed) = (&decided.moved, &decided.changed);
    if changed.is_empty() {
        return Ok(see_other(&query.after(button.noun, moved)));
    }
    let done = if moved.is_empty() { "" } else { button.noun };
    Ok(see_other(&query.after_change(done, moved, changed)))
}

pub(super) async fn undo(
    app: Data<App>,
    AdminForm {
        session,
        fields: query,
    }: AdminForm<QueueQuery>,
) -> HandlerResult {
    let button = BUTTONS.iter().find(|button| button.noun == query.done);
    let button = button.ok_or_else(|| WebError::Malformed("the form has no act".into()))?;
    let undone = moderation::undo(&app, &session, &query.ids(), button.status).await?;
    Ok(see_other(&query.after(UNDONE, &undone)))
}
