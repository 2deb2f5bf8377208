//! The merging of threads. Comments keep their ids, and a link to a comment leads to the page that it is on now.

use super::page_move::PageMove;
use super::queries;
use crate::comments::model::ThreadId;
use crate::comments::thread;
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};

/// Threads read at a time.
const SLICE: i64 = 500;

/// Gives every thread the present key of its page, merges threads of one page, and returns the number of changed keys.
pub async fn respell(tx: &mut Tx) -> Result<usize> {
    rename_each(tx, false, |key| key.parse().ok()).await
}

/// Moves threads to the new addresses of their pages, and merges a thread with one that is there. Returns the number of moved threads.
pub async fn move_pages(tx: &mut Tx, moved: &PageMove) -> Result<usize> {
    rename_each(tx, true, |key| moved.of(key)).await
}

/// The pages that a move would change: their number, and the first of them with their new keys.
pub async fn preview_move(
    tx: &mut Tx,
    moved: &PageMove,
    most: usize,
) -> Result<(usize, Vec<(String, String)>)> {
    let (mut count, mut first) = (0, Vec::new());
    let mut last = ThreadId(0);
    loop {
        let threads = queries::threads_after(tx, last, SLICE).await?;
        let Some(end) = threads.last() else {
            return Ok((count, first));
        };
        last = end.id;
        for thread in threads {
            let new = moved.of(&thread.key);
            if let Some(new) = new.filter(|new| new.as_str() != thread.key) {
                count += 1;
                if first.len() < most {
                    first.push((thread.key, new.to_string()));
                }
            }
        }
    }
}

async fn rename_each(
    tx: &mut Tx,
    has_moved: bool,
    new_key: impl Fn(&str) -> Option<ThreadKey>,
) -> Result<usize> {
    let mut renamed = 0;
    let mut last = ThreadId(0);
    loop {
        let threads = queries::threads_after(tx, last, SLICE).await?;
        let Some(end) = threads.last() else {
            return Ok(renamed);
        };
        last = end.id;
        for thread in &threads {
            let Some(key) = new_key(&thread.key).filter(|key| key.as_str() != thread.key) else {
                continue;
            };
            renamed += 1;
            rename(tx, thread.id, &key, has_moved).await?;
        }
    }
}

/// Gives a thread another key, and merges it with the thread that has the key.
async fn rename(tx: &mut Tx, thread: ThreadId, key: &ThreadKey, has_moved: bool) -> Result<()> {
    match thread::queries::thread(tx, key).await? {
        Some(other) => merge(tx, thread, other.id).await,
        None => queries::set_key(tx, thread, key, has_moved).await,
    }
}

/// Merges the thread at another address of a page with the page's thread.
pub async fn join(tx: &mut Tx, alias: &ThreadKey, page: &ThreadKey) -> Result<()> {
    match thread::queries::thread(tx, alias).await? {
        Some(thread) => rename(tx, thread.id, page, true).await,
        None => Ok(()),
    }
}

/// Moves the comments and the ended notices of one thread to another, and deletes the empty thread.
async fn merge(tx: &mut Tx, from: ThreadId, into: ThreadId) -> Result<()> {
    queries::move_comments(tx, from, into).await?;
    queries::move_notice_choices(tx, from, into).await?;
    queries::add_to_thread(tx, from, into).await?;
    queries::delete_thread(tx, from).await
}
