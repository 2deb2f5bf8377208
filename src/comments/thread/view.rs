//! The page of a thread: comments of the first level with their first replies. Paging is by keyset, so a page costs the same in a
//! long thread.

use std::collections::HashSet;

use super::order::{Cursor, Sort};
use super::queries;
use super::state::ThreadState;
use super::tree::{self, ThreadEntry};
use crate::clock::Timestamp;
use crate::comments::model::{
    Comment, CommentId, CommentRow, CommentStatus, EDIT_WINDOW, ThreadId,
};
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};
use crate::token::TokenHash;

/// Comments of the first level on a page.
pub const PAGE: usize = 20;

/// Replies shown under each of them before a link to the rest.
pub const REPLIES: usize = 5;

/// Replies on a page that shows one branch alone.
pub const BRANCH_PAGE: usize = 100;

/// A page of a thread.
#[derive(Clone, Debug)]
pub struct ThreadView {
    /// The title: from a feed, else the thread's own; may be empty.
    pub title: Option<String>,
    /// The page's address, from an approved comment.
    pub url: Option<String>,
    /// The number of approved comments.
    pub total: i64,
    /// The comments.
    pub entries: Vec<ThreadEntry>,
    /// The cursor of the previous page, read backwards.
    pub previous: Option<Cursor>,
    /// The cursor of the next page.
    pub next: Option<Cursor>,
    /// The branch that is shown alone.
    pub branch: Option<CommentId>,
}

/// A part of a thread.
#[derive(Clone, Copy, Debug)]
pub enum ThreadPart {
    /// The first page.
    First,
    /// The page after this position.
    After(Cursor),
    /// The page before this position.
    Before(Cursor),
    /// The page with this comment.
    Around(CommentId),
    /// The replies of one comment, from a position.
    Branch(CommentId, Option<Cursor>),
}

/// The present thread of a public comment whose link names another thread, since its page moved.
pub async fn moved(tx: &mut Tx, named: &ThreadKey, id: CommentId) -> Result<Option<ThreadKey>> {
    queries::other_thread(tx, named, id).await
}

/// Returns a page of a thread. A thread without a row has no comments.
pub async fn view(
    tx: &mut Tx,
    thread: &ThreadState,
    sort: Sort,
    part: ThreadPart,
) -> Result<ThreadView> {
    let mut view = ThreadView {
        title: thread.title(),
        url: None,
        total: thread.total(),
        entries: Vec::new(),
        previous: None,
        next: None,
        branch: None,
    };
    let Some(thread) = &thread.row else {
        return Ok(view);
    };
    view.url.clone_from(&thread.url);
    match part {
        ThreadPart::First => page(tx, &mut view, thread.id, sort, sort.beginning()).await?,
        ThreadPart::After(cursor) => page(tx, &mut view, thread.id, sort, cursor).await?,
        ThreadPart::Before(cursor) => page_before(tx, &mut view, thread.id, sort, cursor).await?,
        ThreadPart::Around(id) => around(tx, &mut view, thread.id, sort, id).await?,
        ThreadPart::Branch(root, from) => branch(tx, &mut view, thread.id, root, from).await?,
    }
    Ok(view)
}

/// The page that begins after `from`.
async fn page(
    tx: &mut Tx,
    view: &mut ThreadView,
    thread: ThreadId,
    sort: Sort,
    from: Cursor,
) -> Result<()> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut roots = queries::first_level(tx, thread, sort.walk(), from, limit).await?;
    let has_more = roots.len() > PAGE;
    roots.truncate(PAGE);
    if has_more {
        view.next = roots.last().map(CommentRow::cursor);
    }
    if from != sort.beginning() {
        view.previous = roots.first().map(CommentRow::cursor);
    }
    fill(tx, view, thread, roots).await
}

/// The page that ends before `to`, read backwards.
async fn page_before(
    tx: &mut Tx,
    view: &mut ThreadView,
    thread: ThreadId,
    sort: Sort,
    to: Cursor,
) -> Result<()> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut roots = queries::first_level(tx, thread, sort.back(), to, limit).await?;
    if roots.len() <= PAGE {
        // The first page is full, even when few comments are before `to`.
        return page(tx, view, thread, sort, sort.beginning()).await;
    }
    roots.truncate(PAGE);
    roots.reverse();
    view.previous = roots.first().map(CommentRow::cursor);
    view.next = roots.last().map(CommentRow::cursor);
    fill(tx, view, thread, roots).await
}

/// The page with a comment: the first page, or one that begins with the comment's branch.
async fn around(
    tx: &mut Tx,
    view: &mut ThreadView,
    thread: ThreadId,
    sort: Sort,
    id: CommentId,
) -> Result<()> {
    page(tx, view, thread, sort, sort.beginning()).await?;
    let shown = |view: &ThreadView| view.entries.iter().any(|entry| entry.id == id);
    let Some(comment) = queries::comment(tx, thread, id).await? else {
        return Ok(());
    };
    if comment.status != CommentStatus::Approved || shown(view) {
        return Ok(());
    }
    let root = match comment.root_id {
        None => comment.cursor(),
        Some(root) => {
            let most = i64::try_from(REPLIES).unwrap_or(i64::MAX);
            let before = queries::replies_before(tx, root, comment.cursor(), most).await?;
            if before >= most {
                let from = comment.cursor().just_before();
                return branch(tx, view, thread, root, Some(from)).await;
            }
            match queries::comment(tx, thread, root).await? {
                Some(root) => root.cursor(),
                None => return Ok(()),
            }
        }
    };
    let from = match sort {
        Sort::Oldest => root.just_before(),
        Sort::Newest | Sort::Best => root.just_after(),
    };
    (view.previous, view.next) = (None, None);
    page(tx, view, thread, sort, from).await
}

/// One comment of the first level and the replies under it, a page at a time.
async fn branch(
    tx: &mut Tx,
    view: &mut ThreadView,
    thread: ThreadId,
    root: CommentId,
    from: Option<Cursor>,
) -> Result<()> {
    let Some(top) = queries::comment(tx, thread, root).await? else {
        return Ok(());
    };
    let is_public = top.status == CommentStatus::Approved || top.replies > 0;
    if top.parent_id.is_some() || !is_public {
        return Ok(());
    }
    let from = from.unwrap_or(Sort::Oldest.beginning());
    let limit = i64::try_from(BRANCH_PAGE + 1).unwrap_or(i64::MAX);
    let mut replies = queries::replies_under(tx, root, from, limit).await?;
    let has_more = replies.len() > BRANCH_PAGE;
    replies.truncate(BRANCH_PAGE);
    view.previous = None;
    view.next = replies.last().filter(|_| has_more).map(CommentRow::cursor);
    add_places(tx, thread, &mut replies).await?;
    view.branch = Some(root);
    view.entries = tree::flatten(vec![top], replies);
    // The pager leads to the rest; a second link would lead to this page.
    for entry in &mut view.entries {
        entry.more = 0;
    }
    Ok(())
}

async fn fill(
    tx: &mut Tx,
    view: &mut ThreadView,
    thread: ThreadId,
    roots: Vec<CommentRow>,
) -> Result<()> {
    let answered: Vec<CommentId> = roots
        .iter()
        .filter(|row| row.replies > 0)
        .map(|row| row.id)
        .collect();
    let mut replies = Vec::new();
    if !answered.is_empty() {
        let limit = i64::try_from(REPLIES).unwrap_or(i64::MAX);
        replies = queries::oldest_replies(tx, &answered, limit).await?;
        add_places(tx, thread, &mut replies).await?;
    }
    view.entries = tree::flatten(roots, replies);
    Ok(())
}

/// Adds the places of removed replies that others answered, and of those that they answered in turn.
async fn add_places(tx: &mut Tx, thread: ThreadId, replies: &mut Vec<CommentRow>) -> Result<()> {
    let answered = |row: &CommentRow| row.parent_id.filter(|_| row.parent_id != row.root_id);
    let mut seen: HashSet<CommentId> = replies.iter().map(|row| row.id).collect();
    let mut wanted: Vec<CommentId> = replies.iter().filter_map(answered).collect();
    while let Some(id) = wanted.pop() {
        if !seen.insert(id) {
            continue;
        }
        let row = queries::comment(tx, thread, id).await?;
        let removed = row.filter(|row| row.status != CommentStatus::Approved);
        if let Some(row) = removed.filter(|row| row.root_id.is_some()) {
            wanted.extend(answered(&row));
            replies.push(row);
        }
    }
    replies.sort_by_key(|row| (row.created_at, row.id));
    Ok(())
}

/// The name of the author of an answered public comment.
pub async fn answered(tx: &mut Tx, thread: &ThreadState, id: CommentId) -> Result<Option<String>> {
    let Some(thread) = &thread.row else {
        return Ok(None);
    };
    let comment = queries::comment(tx, thread.id, id).await?;
    Ok(comment
        .filter(|comment| comment.status == CommentStatus::Approved)
        .map(|comment| comment.name))
}

/// The most waiting comments that their author sees.
const MOST_WAITING: i64 = 20;

/// True when this browser has comments anywhere that wait, or that their author may still change.
pub async fn has_own(tx: &mut Tx, browser: &TokenHash, now: Timestamp) -> Result<bool> {
    queries::has_own(tx, browser, now.plus(-EDIT_WINDOW)).await
}

/// Comments of this browser in a thread that their author may still change.
pub async fn changeable(
    tx: &mut Tx,
    thread: &ThreadState,
    browser: Option<&TokenHash>,
    now: Timestamp,
) -> Result<Vec<CommentId>> {
    match (&thread.row, browser) {
        (Some(thread), Some(browser)) => {
            queries::own_since(tx, thread.id, browser, now.plus(-EDIT_WINDOW)).await
        }
        _ => Ok(Vec::new()),
    }
}

/// Waiting comments of this browser in a thread.
pub async fn waiting(
    tx: &mut Tx,
    thread: &ThreadState,
    browser: Option<&TokenHash>,
) -> Result<Vec<Comment>> {
    let (Some(thread), Some(browser)) = (&thread.row, browser) else {
        return Ok(Vec::new());
    };
    let rows = queries::waiting(tx, thread.id, browser, MOST_WAITING).await?;
    Ok(rows.into_iter().map(Comment::from).collect())
}
