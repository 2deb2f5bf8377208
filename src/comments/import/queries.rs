//! SQL of an import. Each statement takes rows as bound values, which both engines read faster than JSON.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;

use super::family::{Link, Stored};
use super::pages::Page;
use super::prepare::NewRow;
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, ThreadId};
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// The number of the imports' lock on PostgreSQL.
const IMPORTS: i64 = 0x6775_646f_6b01;
/// Rows of one statement.
const ROWS_AT_ONCE: usize = 100;

/// A comment of an earlier import.
#[derive(Debug, sqlx::FromRow)]
struct KnownComment {
    import_key: String,
    id: CommentId,
    thread_id: ThreadId,
    parent_id: Option<CommentId>,
    root_id: Option<CommentId>,
}

/// Those of the keys that are here, with their comments.
pub(super) async fn known(tx: &mut Tx, keys: &[&str]) -> Result<HashMap<String, Stored>> {
    let mut known = HashMap::new();
    for some in keys.chunks(ROWS_AT_ONCE) {
        let sql = format!(
            "SELECT import_key, id, thread_id, parent_id, root_id FROM comments
             WHERE import_key IN {}",
            bound_row(1, some.len(), "")
        );
        let rows: Vec<KnownComment> = on!(tx, conn => {
            let mut query = sqlx::query_as(AssertSqlSafe(sql));
            for key in some {
                query = query.bind(*key);
            }
            query.fetch_all(conn)
        })?;
        known.extend(rows.into_iter().map(|row| {
            let stored = Stored {
                id: row.id,
                thread: row.thread_id,
                parent: row.parent_id,
                root: row.root_id,
            };
            (row.import_key, stored)
        }));
    }
    Ok(known)
}

/// Makes this transaction the only one of an import until it ends: two that ask for the same keys and find none would both insert
/// them. SQLite has one writer in any case.
pub(super) async fn take_turn(tx: &mut Tx) -> Result<()> {
    const SQL: &str = "SELECT pg_advisory_xact_lock($1)";
    if !tx.is_on_sqlite() {
        changed!(tx, conn => sqlx::query(SQL).bind(IMPORTS).execute(conn))?;
    }
    Ok(())
}

pub(super) async fn thread(tx: &mut Tx, key: &ThreadKey) -> Result<Option<ThreadId>> {
    const SQL: &str = "SELECT id FROM threads WHERE key = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(key).fetch_optional(conn))
}

/// Inserts the thread of this key, or returns the existing one, which keeps its title and its address.
pub(super) async fn upsert_thread(
    tx: &mut Tx,
    key: &ThreadKey,
    page: &Page,
    now: Timestamp,
) -> Result<ThreadId> {
    const SQL: &str = "
        INSERT INTO threads (key, title, url, approved, created_at) VALUES ($1, $2, $3, 0, $4)
        ON CONFLICT (key) DO UPDATE SET
            title = CASE WHEN threads.title = '' THEN excluded.title ELSE threads.title END,
            url = coalesce(threads.url, excluded.url)
        RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(key).bind(page.title.as_deref().unwrap_or_default()).bind(page.url.as_ref().map(url::Url::as_str)).bind(page.created_at.unwrap_or(now))
        .fetch_one(conn))
}

/// Takes ids for new comments, so that a reply can name a parent of the same statement.
pub(super) async fn take_ids(tx: &mut Tx, comments: usize) -> Result<Vec<CommentId>> {
    const ON_SQLITE: &str = "
        WITH RECURSIVE places (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM places WHERE n < $1)
        SELECT (SELECT coalesce(max(id), 0) FROM comments) + n FROM places";
    const ON_POSTGRES: &str = "
        SELECT nextval(pg_get_serial_sequence('comments', 'id')) FROM generate_series(1, $1)";
    let sql = tx.either(ON_SQLITE, ON_POSTGRES);
    let count = i64::try_from(comments).unwrap_or(i64::MAX);
    on!(tx, conn => sqlx::query_scalar(sql).bind(count).fetch_all(conn))
}

/// A comment with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlacedRow<'a> {
    pub row: &'a NewRow,
    pub place: Stored,
}

/// Columns of a comment that are bound.
const COLUMNS: usize = 17;

pub(super) async fn insert(tx: &mut Tx, rows: &[PlacedRow<'_>]) -> Result<()> {
    for some in rows.chunks(ROWS_AT_ONCE) {
        let rows: Vec<String> = (0..some.len())
            .map(|row| bound_row(row * COLUMNS + 1, COLUMNS, "0, '[]', FALSE, "))
            .collect();
        let sql = format!(
            "INSERT INTO comments (replies, reasons, notify, id, thread_id, parent_id, root_id, name, email, email_key, url,
                                   body, html, text_hash, searchable, status, ip, locale, created_at, import_key)
             VALUES {}",
            rows.join(", ")
        );
        changed!(tx, conn => {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for PlacedRow { row, place } in some {
                let email = row.email.as_ref();
                let address = email.map_or("", |email| email.as_str());
                let searchable = format!("{}\n{address}\n{}", row.name, row.source);
                query = query
                    .bind(place.id).bind(place.thread).bind(place.parent).bind(place.root)
                    .bind(&row.name).bind(address).bind(email.map(EmailAddress::key).unwrap_or_default()).bind(&row.url)
                    .bind(&row.source).bind(&row.html).bind(&row.text_hash).bind(searchable.to_lowercase())
                    .bind(row.status).bind(&row.ip).bind(row.locale).bind(row.written_at).bind(&row.key);
            }
            query.execute(conn)
        })?;
    }
    Ok(())
}

/// Adds new public comments to the numbers of their threads.
pub(super) async fn add_to_threads(tx: &mut Tx, added: &[(ThreadId, i64)]) -> Result<()> {
    const SQL: &str =
        "UPDATE threads SET approved = approved + batch.n FROM batch WHERE threads.id = batch.id";
    let added: Vec<(i64, i64)> = added.iter().map(|(id, n)| (id.0, *n)).collect();
    update(tx, "id, n", SQL, &added).await
}

/// Adds new public replies to the numbers of their roots.
pub(super) async fn add_to_roots(tx: &mut Tx, added: &[(CommentId, i64)]) -> Result<()> {
    const SQL: &str =
        "UPDATE comments SET replies = replies + batch.n FROM batch WHERE comments.id = batch.id";
    let added: Vec<(i64, i64)> = added.iter().map(|(id, n)| (id.0, *n)).collect();
    update(tx, "id, n", SQL, &added).await
}

/// Sets parents and roots, and counts the replies of the roots anew. Answers that are not of the file follow the comment that
/// was their root: a page shows a reply below its root alone.
pub(super) async fn relink(tx: &mut Tx, links: &[Link]) -> Result<()> {
    const PARENTS: &str =
        "UPDATE comments SET parent_id = batch.above FROM batch WHERE comments.id = batch.id";
    const ROOTS: &str =
        "UPDATE comments SET root_id = batch.above FROM batch WHERE comments.id = batch.id";
    const FOLLOWERS: &str =
        "UPDATE comments SET root_id = batch.above FROM batch WHERE comments.root_id = batch.id";
    const REPLIES: &str = "
        UPDATE comments SET replies = (SELECT count(*) FROM comments AS r WHERE r.root_id = comments.id AND r.status = 'approved')
        FROM batch WHERE comments.id IN (batch.id, batch.above)";
    let with = |above: fn(&Link) -> Option<CommentId>| {
        let pairs = links
            .iter()
            .filter_map(|link| Some((link.comment.0, above(link)?.0)));
        pairs.collect::<Vec<_>>()
    };
    let (parents, roots) = (with(|link| link.parent), with(|link| link.root));
    update(tx, "id, above", PARENTS, &parents).await?;
    update(tx, "id, above", ROOTS, &roots).await?;
    update(tx, "id, above", FOLLOWERS, &roots).await?;
    update(tx, "id, above", REPLIES, &roots).await
}

/// Runs a statement over pairs of numbers, which it names `batch`.
async fn update(tx: &mut Tx, names: &str, sql: &str, pairs: &[(i64, i64)]) -> Result<()> {
    for some in pairs.chunks(ROWS_AT_ONCE) {
        let row = |row: usize| {
            let (first, second) = (2 * row + 1, 2 * row + 2);
            format!("(CAST(${first} AS BIGINT), CAST(${second} AS BIGINT))")
        };
        let rows: Vec<String> = (0..some.len()).map(row).collect();
        let sql = format!("WITH batch ({names}) AS (VALUES {}) {sql}", rows.join(", "));
        changed!(tx, conn => {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for (id, value) in some {
                query = query.bind(*id).bind(*value);
            }
            query.execute(conn)
        })?;
    }
    Ok(())
}

/// `($1, $2, $3)`, with constants before them.
fn bound_row(first: usize, values: usize, constants: &str) -> String {
    let places: Vec<String> = (first..first + values)
        .map(|place| format!("${place}"))
        .collect();
    format!("({constants}{})", places.join(", "))
}
