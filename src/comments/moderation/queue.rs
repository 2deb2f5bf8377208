//! The queue: comments in one state, or in all.

use super::model::{ModerationQueue, QueueFilter, QueueStart, QueuedComment};
use super::queries;
use crate::comments::model::CommentStatus;
use crate::comments::thread::{self, order::Cursor};
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};

/// Comments on a page of the queue.
const PAGE: usize = 30;

/// A page of the queue.
pub async fn queue(
    tx: &mut Tx,
    filter: &QueueFilter,
    start: QueueStart,
) -> Result<ModerationQueue> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let (mut comments, has_newer, has_older);
    match start {
        QueueStart::Newest | QueueStart::Below(_) => {
            let below = match start {
                QueueStart::Below(from) => Some(from),
                _ => None,
            };
            comments = queries::below(tx, filter, below, limit).await?;
            has_newer = matches!(start, QueueStart::Below(_));
            has_older = comments.len() > PAGE;
            comments.truncate(PAGE);
        }
        QueueStart::Above(from) => {
            comments = queries::above(tx, filter, from, limit).await?;
            has_newer = comments.len() > PAGE;
            has_older = true;
            comments.truncate(PAGE);
            comments.reverse();
        }
    }
    name_after_posts(tx, &mut comments).await?;
    let end = |comment: Option<&QueuedComment>, wanted: bool| {
        comment.filter(|_| wanted).map(|comment| Cursor {
            best: 0,
            created_at: comment.created_at,
            id: comment.id,
        })
    };
    Ok(ModerationQueue {
        newer: end(comments.first(), has_newer),
        older: end(comments.last(), has_older),
        comments,
    })
}

/// Takes the titles of feeds, which may be newer.
pub(super) async fn name_after_posts(tx: &mut Tx, comments: &mut [QueuedComment]) -> Result<()> {
    let keys: Vec<&ThreadKey> = comments.iter().map(|comment| &comment.thread_key).collect();
    let titles = thread::titles(tx, &keys).await?;
    for (comment, title) in comments.iter_mut().zip(titles) {
        if let Some(title) = title {
            comment.known_title.clone_from(&title);
            comment.thread_title = title;
        }
    }
    Ok(())
}

/// The number of comments in each state.
pub async fn count_by_status(tx: &mut Tx) -> Result<Vec<(CommentStatus, i64)>> {
    queries::count_by_status(tx).await
}
