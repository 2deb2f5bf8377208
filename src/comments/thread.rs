//! Reading a thread: pages of its first level with the beginnings of their branches, by keyset, so that the cost of a page does
//! not grow with the thread.

use std::collections::HashMap;

use super::order::{Cursor, Sort};
use super::queries::{self, ThreadRow};
use super::{CommentId, Status, ThreadId, ThreadKey};
use crate::clock::Timestamp;
use crate::posts;
use crate::store::{Result, Tx};
use crate::token::TokenHash;

/// Comments of the first level on a page.
pub const PAGE: usize = 50;
/// Replies shown under each of them before a link to the rest.
pub const REPLIES: usize = 20;
/// Replies on a page that shows one branch alone.
pub const BRANCH_PAGE: usize = 100;
/// How deep replies are indented; deeper ones stand under each other.
pub const DEEPEST: usize = 3;

/// A comment as the database gives it for reading.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub id: CommentId,
    pub parent_id: Option<CommentId>,
    pub root_id: Option<CommentId>,
    pub replies: i64,
    pub name: String,
    pub url: Option<String>,
    pub html: String,
    pub status: Status,
    pub created_at: Timestamp,
}

impl Row {
    fn cursor(&self) -> Cursor {
        Cursor {
            created_at: self.created_at,
            id: self.id,
        }
    }
}

/// A comment that readers see. There is no address in it.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its row.
    pub id: CommentId,
    /// What it answers.
    pub parent: Option<CommentId>,
    /// The author's name.
    pub name: String,
    /// The author's page.
    pub url: Option<String>,
    /// The sanitised HTML.
    pub html: String,
    /// When it was written.
    pub created_at: Timestamp,
}

impl From<Row> for Comment {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            parent: row.parent_id,
            name: row.name,
            url: row.url,
            html: row.html,
            created_at: row.created_at,
        }
    }
}

/// A line of a thread, in the order of reading.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The comment; None where one was taken away and replies to it stay.
    pub comment: Option<Comment>,
    /// Its row, for the anchor.
    pub id: CommentId,
    /// How deep it is indented, from 0.
    pub level: usize,
    /// Whom it answers, where the indenting no longer shows it.
    pub answers: Option<(CommentId, String)>,
    /// Replies of the branch that are not on this page; at its first comment.
    pub more: i64,
}

/// What a page of a thread shows.
#[derive(Clone, Debug)]
pub struct View {
    /// The page's title: as a feed knows it, else as an approved comment brought it; may be empty.
    pub title: Option<String>,
    /// The page's address, as an approved comment brought it.
    pub url: Option<String>,
    /// Approved comments in all.
    pub total: i64,
    /// The comments.
    pub entries: Vec<Entry>,
    /// The cursor of the page before, to be read backwards.
    pub previous: Option<Cursor>,
    /// The cursor of the page after.
    pub next: Option<Cursor>,
    /// The branch that is shown alone.
    pub branch: Option<CommentId>,
}

/// Which part of a thread.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// From the beginning.
    First,
    /// What follows.
    After(Cursor),
    /// What comes before.
    Before(Cursor),
    /// Where this comment is.
    Around(CommentId),
    /// One branch alone, from a place on.
    Branch(CommentId, Option<Cursor>),
}

/// The thread that a public comment is in, when it is not the one that a link to it names: its page has moved.
pub async fn moved(tx: &mut Tx, named: &ThreadKey, id: CommentId) -> Result<Option<ThreadKey>> {
    queries::other_thread(tx, named, id).await
}

/// The part of a thread that a page shows. A thread without a row has no comments yet.
pub async fn view(tx: &mut Tx, key: &ThreadKey, sort: Sort, part: Part) -> Result<View> {
    let mut view = View {
        title: title(tx, key).await?,
        url: None,
        total: 0,
        entries: Vec::new(),
        previous: None,
        next: None,
        branch: None,
    };
    let Some(thread) = queries::thread(tx, key).await? else {
        return Ok(view);
    };
    view.total = thread.approved;
    describe(&mut view, &thread);
    match part {
        Part::First => page(tx, &mut view, thread.id, sort, sort.beginning()).await?,
        Part::After(cursor) => page(tx, &mut view, thread.id, sort, cursor).await?,
        Part::Before(cursor) => page_before(tx, &mut view, thread.id, sort, cursor).await?,
        Part::Around(id) => around(tx, &mut view, thread.id, sort, id).await?,
        Part::Branch(root, from) => branch(tx, &mut view, thread.id, root, from).await?,
    }
    Ok(view)
}

/// The title of the thread's page, when a feed knows it.
pub(super) async fn title(tx: &mut Tx, key: &ThreadKey) -> Result<Option<String>> {
    match key.url() {
        Some(url) => posts::title_of_url(tx, url.as_str()).await,
        None => Ok(None),
    }
}

fn describe(view: &mut View, thread: &ThreadRow) {
    if view.title.is_none() {
        view.title = Some(thread.title.clone());
    }
    view.url.clone_from(&thread.url);
}

/// The page that begins after `from`.
async fn page(
    tx: &mut Tx,
    view: &mut View,
    thread: ThreadId,
    sort: Sort,
    from: Cursor,
) -> Result<()> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut roots = queries::first_level(tx, thread, sort, from, limit).await?;
    let has_more = roots.len() > PAGE;
    roots.truncate(PAGE);
    if has_more {
        view.next = roots.last().map(Row::cursor);
    }
    if from != sort.beginning() {
        view.previous = roots.first().map(Row::cursor);
    }
    fill(tx, view, thread, roots).await
}

/// The page that ends before `to`, read backwards.
async fn page_before(
    tx: &mut Tx,
    view: &mut View,
    thread: ThreadId,
    sort: Sort,
    to: Cursor,
) -> Result<()> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut roots = queries::first_level(tx, thread, sort.turned(), to, limit).await?;
    if roots.len() <= PAGE {
        // The beginning is a whole page, however few comments stand before `to`.
        return page(tx, view, thread, sort, sort.beginning()).await;
    }
    roots.truncate(PAGE);
    roots.reverse();
    view.previous = roots.first().map(Row::cursor);
    view.next = roots.last().map(Row::cursor);
    fill(tx, view, thread, roots).await
}

/// The page on which a comment stands: the first where it is there, else the one that begins with its branch.
async fn around(
    tx: &mut Tx,
    view: &mut View,
    thread: ThreadId,
    sort: Sort,
    id: CommentId,
) -> Result<()> {
    page(tx, view, thread, sort, sort.beginning()).await?;
    let shown = |view: &View| view.entries.iter().any(|entry| entry.id == id);
    let Some(comment) = queries::one(tx, thread, id).await? else {
        return Ok(());
    };
    if comment.status != Status::Approved || shown(view) {
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
            match queries::one(tx, thread, root).await? {
                Some(root) => root.cursor(),
                None => return Ok(()),
            }
        }
    };
    let from = match sort {
        Sort::Oldest => root.just_before(),
        Sort::Newest => root.just_after(),
    };
    (view.previous, view.next) = (None, None);
    page(tx, view, thread, sort, from).await
}

/// One comment of the first level and the replies under it, a page at a time.
async fn branch(
    tx: &mut Tx,
    view: &mut View,
    thread: ThreadId,
    root: CommentId,
    from: Option<Cursor>,
) -> Result<()> {
    let Some(top) = queries::one(tx, thread, root).await? else {
        return Ok(());
    };
    let is_public = top.status == Status::Approved || top.replies > 0;
    if top.parent_id.is_some() || !is_public {
        return Ok(());
    }
    let from = from.unwrap_or(Sort::Oldest.beginning());
    let limit = i64::try_from(BRANCH_PAGE + 1).unwrap_or(i64::MAX);
    let mut replies = queries::replies_under(tx, root, from, limit).await?;
    let has_more = replies.len() > BRANCH_PAGE;
    replies.truncate(BRANCH_PAGE);
    view.previous = None;
    view.next = replies.last().filter(|_| has_more).map(Row::cursor);
    view.branch = Some(root);
    view.entries = super::tree::flatten(vec![top], replies);
    // The pager leads to the rest, so the link to it would lead in circles.
    for entry in &mut view.entries {
        entry.more = 0;
    }
    Ok(())
}

async fn fill(tx: &mut Tx, view: &mut View, thread: ThreadId, roots: Vec<Row>) -> Result<()> {
    let ends: Vec<Cursor> = roots.iter().map(Row::cursor).collect();
    let by_time = |cursor: &&Cursor| (cursor.created_at, cursor.id);
    let replies = match (
        ends.iter().min_by_key(by_time),
        ends.iter().max_by_key(by_time),
    ) {
        (Some(first), Some(last)) => {
            let limit = i64::try_from(REPLIES).unwrap_or(i64::MAX);
            queries::oldest_replies(tx, thread, *first, *last, limit).await?
        }
        _ => Vec::new(),
    };
    view.entries = super::tree::flatten(roots, replies);
    Ok(())
}

/// Approved comments of every level in the order of writing, for programs and feeds.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The comments.
    pub comments: Vec<Comment>,
    /// Where the rest begins.
    pub next: Option<Cursor>,
    /// Approved comments in all.
    pub total: i64,
    /// The thread's title, when there is one; may be empty.
    pub title: Option<String>,
}

/// Up to `limit` approved comments after `from`.
pub async fn list(
    tx: &mut Tx,
    key: &ThreadKey,
    sort: Sort,
    from: Option<Cursor>,
    limit: usize,
) -> Result<Listing> {
    let known = title(tx, key).await?;
    let Some(thread) = queries::thread(tx, key).await? else {
        return Ok(Listing {
            comments: Vec::new(),
            next: None,
            total: 0,
            title: known,
        });
    };
    let from = from.unwrap_or(sort.beginning());
    let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut rows = queries::approved(tx, thread.id, sort, from, most).await?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    Ok(Listing {
        next: rows.last().filter(|_| has_more).map(Row::cursor),
        comments: rows.into_iter().map(Comment::from).collect(),
        total: thread.approved,
        title: known.or(Some(thread.title)),
    })
}

/// The public comment that a reply form answers, with its author's name.
pub async fn answered(tx: &mut Tx, key: &ThreadKey, id: CommentId) -> Result<Option<String>> {
    let Some(thread) = queries::thread(tx, key).await? else {
        return Ok(None);
    };
    let comment = queries::one(tx, thread.id, id).await?;
    Ok(comment
        .filter(|comment| comment.status == Status::Approved)
        .map(|comment| comment.name))
}

/// The most comments of one's own that are shown while they wait.
const MOST_WAITING: i64 = 20;

/// What this browser wrote in a thread and a moderator has not seen yet.
pub async fn waiting(
    tx: &mut Tx,
    key: &ThreadKey,
    browser: Option<&TokenHash>,
) -> Result<Vec<Comment>> {
    let Some(browser) = browser else {
        return Ok(Vec::new());
    };
    let Some(thread) = queries::thread(tx, key).await? else {
        return Ok(Vec::new());
    };
    let rows = queries::waiting(tx, thread.id, browser, MOST_WAITING).await?;
    Ok(rows.into_iter().map(Comment::from).collect())
}

/// How many approved comments each thread has.
pub async fn counts(tx: &mut Tx, keys: &[ThreadKey]) -> Result<HashMap<ThreadKey, i64>> {
    Ok(queries::counts(tx, keys).await?.into_iter().collect())
}
