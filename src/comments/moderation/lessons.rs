//! What decisions teach the spam filter. A comment teaches once, by its last decision, and its row remembers what.

use super::model::TaughtComment;
use super::queries;
use crate::admin::audit::{self, Actor};
use crate::app::App;
use crate::clock::Timestamp;
use crate::comments::model::CommentId;
use crate::spam::{self, Lesson, TaughtText};
use crate::store::{self, Result, Tx};

/// Comments that are learned anew at once.
const BATCH: i64 = 500;

/// Learns this from a comment in place of what it taught before; `None` takes that back.
pub(in crate::comments) async fn learn(
    tx: &mut Tx,
    id: CommentId,
    lesson: Option<Lesson>,
    now: Timestamp,
) -> Result<()> {
    let Some(taught) = queries::taught(tx, id).await? else {
        return Ok(());
    };
    if taught.learned == lesson {
        return Ok(());
    }
    if let Some(before) = taught.text(taught.learned) {
        spam::unlearn(tx, before).await?;
    }
    if let Some(text) = taught.text(lesson) {
        spam::learn(tx, &[text], now).await?;
    }
    queries::set_learned(tx, id, lesson).await
}

/// Learns a comment's new text in place of the one that it taught before an edit.
pub(super) async fn learn_edited(
    tx: &mut Tx,
    before: &TaughtComment,
    now: Timestamp,
) -> Result<()> {
    let Some(text) = before.text(before.learned) else {
        return Ok(());
    };
    spam::unlearn(tx, text).await?;
    let after = queries::taught(tx, before.id).await?;
    if let Some(text) = after.as_ref().and_then(|after| after.text(after.learned)) {
        spam::learn(tx, &[text], now).await?;
    }
    Ok(())
}

/// Forgets all that decisions taught. Comments keep their states, and teach again when a moderator decides again.
pub async fn forget_all(tx: &mut Tx, app: &App, by: impl Into<Actor<'_>>) -> Result<()> {
    keep_from_teaching(tx).await?;
    spam::reset(tx).await?;
    queries::forget_learned(tx).await?;
    audit::record(tx, by, "filter-reset", "", app.now()).await
}

/// Lets the decisions teach that moderators made before there was a filter. Comments that appeared by themselves, imported ones
/// and those of erased authors teach nothing.
pub async fn take_up_earlier_decisions(tx: &mut Tx) -> Result<()> {
    keep_from_teaching(tx).await?;
    queries::take_up_earlier_decisions(tx).await
}

/// Learns anew all that comments taught. A change of the features needs it: a lesson is taken back by reading its text again.
pub async fn learn_again(tx: &mut Tx, now: Timestamp) -> Result<()> {
    keep_from_teaching(tx).await?;
    spam::reset(tx).await?;
    let mut last = CommentId(0);
    loop {
        let comments = queries::taught_after(tx, last, BATCH).await?;
        let Some(end) = comments.last() else {
            return Ok(());
        };
        last = end.id;
        let texts: Vec<TaughtText<'_>> = comments
            .iter()
            .filter_map(|comment| comment.text(comment.learned))
            .collect();
        spam::learn(tx, &texts, now).await?;
    }
}

/// Waits for the decisions under way, and keeps others back. The features come after the comments, as in a decision.
async fn keep_from_teaching(tx: &mut Tx) -> Result<()> {
    store::lock_tables(tx, &["comments"]).await
}
