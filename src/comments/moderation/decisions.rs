//! Moderators' decisions. Each leaves a line in the audit log.

use super::model::{DecidedComments, SeenComment, short};
use super::{lessons, queries};
use crate::admin::AuditedValues;
use crate::admin::audit::{self, Actor};
use crate::app::App;
use crate::clock::Timestamp;
use crate::comments::akismet;
use crate::comments::flags;
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::notices::{approval, notice};
use crate::comments::thread;
use crate::spam::Lesson;
use crate::store::{Result, Tx};

/// Moves a comment into a state: false when it was there already, `None` when it does not exist.
pub async fn decide(
    tx: &mut Tx,
    app: &App,
    by: impl Into<Actor<'_>>,
    id: CommentId,
    status: CommentStatus,
) -> Result<Option<bool>> {
    if move_to(tx, app, by.into(), id, status, Some(app.now())).await? {
        return Ok(Some(true));
    }
    Ok(queries::exists(tx, id).await?.then_some(false))
}

/// True unless the comment has another text than the one with this mark. Its author changes nothing before the end of the
/// transaction.
pub async fn is_as_seen(tx: &mut Tx, id: CommentId, mark: &str) -> Result<bool> {
    if mark.is_empty() {
        return Ok(true);
    }
    thread::queries::lock_thread(tx, id).await?;
    let hash = queries::text_hash(tx, id).await?;
    Ok(hash.is_none_or(|hash| short(&hash) == mark))
}

/// The mark of a comment's text. Its author changes nothing before the end of the transaction.
pub async fn mark_of(tx: &mut Tx, id: CommentId) -> Result<Option<String>> {
    thread::queries::lock_thread(tx, id).await?;
    let hash = queries::text_hash(tx, id).await?;
    Ok(hash.map(|hash| short(&hash).to_owned()))
}

/// Moves each of these comments into a state, where it has the text that was seen. Each has a transaction of its own, so that
/// a long list holds nobody up.
pub async fn decide_all(
    app: &App,
    by: impl Into<Actor<'_>>,
    comments: &[SeenComment],
    status: CommentStatus,
) -> Result<DecidedComments> {
    let (by, mut decided) = (by.into(), DecidedComments::default());
    for comment in comments {
        let mut tx = app.write().await?;
        if !is_as_seen(&mut tx, comment.id, &comment.mark).await? {
            decided.changed.push(comment.id);
        } else if move_to(&mut tx, app, by, comment.id, status, Some(app.now())).await? {
            tx.commit().await?;
            decided.moved.push(comment.id);
        }
    }
    Ok(decided)
}

/// Takes back the decision that moved these comments into this state, and returns those that moved. Those that were decided on
/// again since stay. A comment on which nobody had decided before is again one of those.
pub async fn undo(
    app: &App,
    by: impl Into<Actor<'_>>,
    ids: &[CommentId],
    status: CommentStatus,
) -> Result<Vec<CommentId>> {
    let (by, mut undone) = (by.into(), Vec::new());
    for id in ids {
        let mut tx = app.write().await?;
        thread::queries::lock_thread(&mut tx, *id).await?;
        if let Some((before, decided_at)) = queries::before_decision(&mut tx, *id, status).await?
            && move_to(&mut tx, app, by, *id, before, decided_at).await?
        {
            tx.commit().await?;
            undone.push(*id);
        }
    }
    Ok(undone)
}

/// Moves a comment into a state; false when it is in that state or does not exist. It teaches the filter only by a decision,
/// which has a time.
async fn move_to(
    tx: &mut Tx,
    app: &App,
    by: Actor<'_>,
    id: CommentId,
    status: CommentStatus,
    decided_at: Option<Timestamp>,
) -> Result<bool> {
    let now = app.now();
    thread::queries::lock_thread(tx, id).await?;
    let Some(moved) = queries::move_to(tx, id, status, decided_at).await? else {
        return Ok(false);
    };
    let is_public = |status| i64::from(status == CommentStatus::Approved);
    let change = is_public(status) - is_public(moved.previous_status);
    if change != 0 {
        thread::queries::add_to_counts(tx, moved.thread_id, moved.root_id, change).await?;
    }
    if status == CommentStatus::Approved {
        flags::settle(tx, id).await?;
        thread::queries::name_thread(tx, id).await?;
        notice::notify_readers(tx, app, id).await?;
        if decided_at.is_some() && moved.previous_status == CommentStatus::Pending {
            approval::notify_author(tx, app, id).await?;
        }
    }
    let lesson = decided_at.and_then(|_| lesson(status));
    lessons::learn(tx, id, lesson, now).await?;
    if let Some(lesson) = lesson {
        akismet::report(tx, app, id, lesson).await?;
    }
    let values = AuditedValues::between(moved.previous_status.as_str(), status.as_str());
    audit::record_values(tx, by, action(status), &id.subject(), values, now).await?;
    Ok(true)
}

/// What a decision teaches; a comment that waits again or is in the trash teaches nothing.
fn lesson(status: CommentStatus) -> Option<Lesson> {
    match status {
        CommentStatus::Approved => Some(Lesson::Honest),
        CommentStatus::Spam => Some(Lesson::Spam),
        CommentStatus::Pending | CommentStatus::Trashed => None,
    }
}

fn action(status: CommentStatus) -> &'static str {
    match status {
        CommentStatus::Pending => "comment-hold",
        CommentStatus::Approved => "comment-approve",
        CommentStatus::Spam => "comment-spam",
        CommentStatus::Trashed => "comment-trash",
    }
}
