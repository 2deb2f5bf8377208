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
pub(in crate::comments) async fn complete(app: &App) -> Result<()> {
    // A comment may be committed behind the place where the pass is. It is found before a reply to it can have a key.
    while pass(app).await? > 0 {}
    Ok(())
}

/// Gives keys in the order of the ids, and returns their number.
async fn pass(app: &App) -> Result<usize> {
    let (mut last, mut given) = (CommentId(0), 0);
    loop {
        let mut tx = app.write().await?;
        let comments = queries::unkeyed_after(&mut tx, last, BATCH).await?;
        let Some(end) = comments.last() else {
            return Ok(given);
        };
        last = end.id;
        for comment in &comments {
            queries::set_key(&mut tx, comment.id, &key(comment)).await?;
        }
        tx.commit().await?;
        given += comments.len();
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
