//! Keys by which exported comments are known again, also in the database that they come from.

use sha2::{Digest, Sha256};

use super::model::UnkeyedComment;
use super::queries;
use crate::app::App;
use crate::comments::model::CommentId;
use crate::store::Result;
use crate::token::hex;

/// Comments in one transaction.
const BATCH: i64 = 500;

/// Gives a key to every comment that was written here. Imported ones have theirs.
pub(super) async fn complete(app: &App) -> Result<()> {
    let mut last = CommentId(0);
    loop {
        let mut tx = app.write().await?;
        let comments = queries::unkeyed_after(&mut tx, last, BATCH).await?;
        let Some(end) = comments.last() else {
            return Ok(());
        };
        last = end.id;
        for comment in &comments {
            queries::set_key(&mut tx, comment.id, &key(comment)).await?;
        }
        tx.commit().await?;
    }
}

/// Id, moment and text. A later edit changes nothing of it.
fn key(comment: &UnkeyedComment) -> String {
    let mut hash = Sha256::new();
    for part in [
        "gudok",
        &comment.id.to_string(),
        &comment.created_at.unix().to_string(),
    ] {
        hash.update(part);
        hash.update([0]);
    }
    hash.update(Sha256::digest(&comment.body));
    hex(&hash.finalize()[..16])
}
