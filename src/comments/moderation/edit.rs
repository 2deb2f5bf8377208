//! A moderator's edit of a comment's text. The text before it is kept.

use super::{lessons, queries};
use crate::admin::audit::{self, Actor};
use crate::app::App;
use crate::comments::model::CommentId;
use crate::comments::revisions::{self, Editor};
use crate::comments::thread;
use crate::comments::write::content::CommentBody;
use crate::store::{Result, Tx};

/// Replaces the text of a comment; false when there is none. The same text changes nothing.
pub async fn edit(
    tx: &mut Tx,
    app: &App,
    by: impl Into<Actor<'_>>,
    id: CommentId,
    body: &CommentBody,
) -> Result<bool> {
    let now = app.now();
    thread::queries::lock_thread(tx, id).await?;
    let (Some(comment), Some(taught)) = (
        queries::comment(tx, id).await?,
        queries::taught(tx, id).await?,
    ) else {
        return Ok(false);
    };
    if comment.body == body.source() {
        return Ok(true);
    }
    let searchable = format!("{}\n{}\n{}", comment.name, comment.email, body.source());
    if !queries::set_body(tx, id, body, &searchable.to_lowercase()).await? {
        return Ok(false);
    }
    revisions::keep(tx, id, &comment.body, Editor::Moderator, now).await?;
    lessons::learn_edited(tx, &taught, now).await?;
    audit::record(tx, by, "comment-edit", &id.subject(), now).await?;
    Ok(true)
}
