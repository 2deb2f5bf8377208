//! Moderators' decisions. Each leaves a line in the audit log.

use super::{lessons, queries};
use crate::admin::audit::{self, Actor};
use crate::app::App;
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::notices::notice;
use crate::comments::thread;
use crate::spam::Lesson;
use crate::store::{Result, Tx};

/// Moves a comment into a state; false when it does not exist. A second call changes nothing.
pub async fn decide(
    tx: &mut Tx,
    app: &App,
    by: impl Into<Actor<'_>>,
    id: CommentId,
    status: CommentStatus,
) -> Result<bool> {
    let now = app.now();
    thread::queries::lock_thread(tx, id).await?;
    let Some(moved) = queries::move_to(tx, id, status, now).await? else {
        return queries::exists(tx, id).await;
    };
    let is_public = |status| i64::from(status == CommentStatus::Approved);
    let change = is_public(status) - is_public(moved.previous_status);
    if change != 0 {
        thread::queries::add_to_counts(tx, moved.thread_id, moved.root_id, change).await?;
    }
    if status == CommentStatus::Approved {
        thread::queries::name_thread(tx, id).await?;
        notice::notify_parent_author(tx, app, id).await?;
    }
    lessons::learn(tx, id, lesson(status), now).await?;
    audit::record(tx, by, action(status), &id.subject(), now).await?;
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
