//! Approved comments of a thread by time, for programs and feeds, and their counts.

use std::collections::HashMap;

use super::order::{Cursor, Sort};
use super::queries;
use super::state::ThreadState;
use crate::comments::model::{Comment, CommentRow, NewestComment};
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};

/// Reads for the newest comments that are wanted.
const MOST_READS: usize = 8;

/// Approved comments of all levels by time.
#[derive(Clone, Debug)]
pub struct CommentListing {
    /// The comments.
    pub comments: Vec<Comment>,
    /// The cursor of the next page.
    pub next: Option<Cursor>,
    /// The number of approved comments.
    pub total: i64,
    /// The thread's title; may be empty.
    pub title: Option<String>,
}

/// Up to `limit` approved comments after `from`.
pub async fn list(
    tx: &mut Tx,
    thread: &ThreadState,
    sort: Sort,
    from: Option<Cursor>,
    limit: usize,
) -> Result<CommentListing> {
    let from = from.unwrap_or(sort.beginning());
    let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut rows = match &thread.row {
        Some(row) => queries::approved(tx, row.id, sort.walk(), from, most).await?,
        None => Vec::new(),
    };
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    Ok(CommentListing {
        next: rows.last().filter(|_| has_more).map(CommentRow::cursor),
        comments: rows.into_iter().map(Comment::from).collect(),
        total: thread.total(),
        title: thread.title(),
    })
}

/// Up to `most` of the newest approved comments of all threads that are wanted. So many at a time are read, and a few times at most.
pub async fn newest(
    tx: &mut Tx,
    most: usize,
    is_wanted: impl Fn(&NewestComment) -> bool,
) -> Result<Vec<NewestComment>> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let mut from = Sort::Newest.beginning();
    let mut found = Vec::new();
    for _ in 0..MOST_READS {
        let read = queries::newest(tx, from, limit).await?;
        let is_last = read.len() < most;
        if let Some(last) = read.last() {
            (from.created_at, from.id) = (last.created_at, last.id);
        }
        found.extend(read.into_iter().filter(&is_wanted));
        if is_last || found.len() >= most {
            break;
        }
    }
    found.truncate(most);
    Ok(found)
}

/// The number of approved comments of each thread.
pub async fn counts(tx: &mut Tx, keys: &[ThreadKey]) -> Result<HashMap<ThreadKey, i64>> {
    let found = queries::standings(tx, keys).await?;
    Ok(found
        .into_iter()
        .map(|(key, _, count)| (key, count))
        .collect())
}
