//! SQL of digests: posts of an edition, and editions of the archive.

use sqlx::AssertSqlSafe;

use super::model::ArchivedEdition;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::ids::{EditionId, SubscriberId};
use crate::posts::PostId;
use crate::store::{Result, Tx};
use crate::subscribers::Cadence;
use crate::{changed, on};

/// Locks planning until this transaction ends; other nodes wait.
pub(super) async fn lock_planning(tx: &mut Tx, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE digest_planning SET planned_at = $1 WHERE id = 1";
    changed!(tx, conn => sqlx::query(SQL).bind(now).execute(conn))?;
    Ok(())
}

pub(super) async fn edition_of(tx: &mut Tx, content_key: &str) -> Result<Option<EditionId>> {
    const SQL: &str = "SELECT edition_id FROM digest_editions WHERE content_key = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(content_key).fetch_optional(conn))
}

pub(super) async fn insert_edition(
    tx: &mut Tx,
    edition: EditionId,
    content_key: &str,
    cadence: Cadence,
    newest_number: i64,
    post_count: i64,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO digest_editions (edition_id, content_key, cadence, newest_number, post_count)
        VALUES ($1, $2, $3, $4, $5)";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(edition).bind(content_key).bind(cadence).bind(newest_number).bind(post_count).execute(conn))?;
    Ok(())
}

/// The editions that show these posts, of which there are a few.
pub(super) async fn editions_with(
    tx: &mut Tx,
    posts: &[PostId],
) -> Result<Vec<(EditionId, PostId)>> {
    const SQL: &str = "SELECT edition_id, post_id FROM edition_posts WHERE post_id = $1";
    let mut editions = Vec::new();
    for post in posts {
        let of_post: Vec<(EditionId, PostId)> =
            on!(tx, conn => sqlx::query_as(SQL).bind(post).fetch_all(conn))?;
        editions.extend(of_post);
    }
    Ok(editions)
}

/// The posts that these readers got before a pause moved them back, each with its reader. A trigger of the outbox keeps them.
pub(super) async fn received_before_pause(
    tx: &mut Tx,
    readers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, PostId)>> {
    if readers.is_empty() {
        return Ok(Vec::new());
    }
    let readers: Vec<String> = readers.iter().map(|id| id.0.to_string()).collect();
    let sql = format!(
        "SELECT subscriber_id, post_id FROM received_posts WHERE subscriber_id IN ({})",
        readers.join(", ")
    );
    on!(tx, conn => sqlx::query_as(AssertSqlSafe(sql)).persistent(false).fetch_all(conn))
}

/// Forgets what a reader got before a pause: their next digest is planned.
pub(super) async fn forget_received(tx: &mut Tx, reader: SubscriberId) -> Result<()> {
    const SQL: &str = "DELETE FROM received_posts WHERE subscriber_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(reader).execute(conn))?;
    Ok(())
}

pub(super) async fn insert_post(
    tx: &mut Tx,
    edition: EditionId,
    position: i64,
    post: PostId,
) -> Result<()> {
    const SQL: &str =
        "INSERT INTO edition_posts (edition_id, position, post_id) VALUES ($1, $2, $3)";
    changed!(tx, conn => sqlx::query(SQL).bind(edition).bind(position).bind(post).execute(conn))?;
    Ok(())
}

pub(super) async fn posts_of(tx: &mut Tx, edition: EditionId) -> Result<Vec<PostId>> {
    const SQL: &str = "SELECT post_id FROM edition_posts WHERE edition_id = $1 ORDER BY position";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(edition).fetch_all(conn))
}

/// A query for editions of the archive; the argument chooses them.
macro_rules! select_editions {
    ($($rest:expr),+) => {
        concat!(
            "SELECT editions.id, slug, locale, subject, created_at, cadence, post_count
             FROM digest_editions JOIN editions ON editions.id = edition_id ",
            $($rest),+
        )
    };
}

/// True if the archive lists another edition instead of this one, for readers of one language. Editions are alike that end
/// at the same post, if they also have the same cadence or as many posts. Of those the fullest is listed, in the wished
/// language where there is a choice. The others show some of its posts, to readers of single topics or who came in the
/// middle of the week. Or they show all of them, to readers of another cadence or language.
macro_rules! is_superseded {
    ($locale:literal) => {
        concat!(
            "EXISTS (
                SELECT 1 FROM digest_editions AS fuller JOIN editions AS other ON other.id = fuller.edition_id
                WHERE fuller.newest_number = digest_editions.newest_number
                  AND (fuller.cadence = digest_editions.cadence OR fuller.post_count = digest_editions.post_count)
                  AND (fuller.post_count, CASE WHEN other.locale = ", $locale, " THEN 1 ELSE 0 END, -fuller.edition_id)
                    > (digest_editions.post_count, CASE WHEN editions.locale = ", $locale, " THEN 1 ELSE 0 END,
                       -digest_editions.edition_id))"
        )
    };
}

pub(super) async fn listed(
    tx: &mut Tx,
    wished: Locale,
    before: Option<EditionId>,
    limit: i64,
) -> Result<Vec<ArchivedEdition>> {
    const SQL: &str = select_editions!(
        "WHERE edition_id < $2 AND NOT ",
        is_superseded!("$1"),
        " ORDER BY edition_id DESC LIMIT $3"
    );
    let before = before.map_or(i64::MAX, |id| id.0);
    on!(tx, conn => sqlx::query_as(SQL).bind(wished).bind(before).bind(limit).fetch_all(conn))
}

/// Returns all editions, newest first.
pub(super) async fn recent(tx: &mut Tx, limit: i64) -> Result<Vec<ArchivedEdition>> {
    const SQL: &str = select_editions!("ORDER BY edition_id DESC LIMIT $1");
    on!(tx, conn => sqlx::query_as(SQL).bind(limit).fetch_all(conn))
}

pub(super) async fn find(tx: &mut Tx, slug: &str) -> Result<Option<ArchivedEdition>> {
    const SQL: &str = select_editions!("WHERE slug = $1");
    on!(tx, conn => sqlx::query_as(SQL).bind(slug).fetch_optional(conn))
}

/// Returns the oldest editions from before `before` that the archive lists in no language and that have no mail left.
pub(super) async fn prunable(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<Vec<EditionId>> {
    const SQL: &str = concat!(
        "SELECT edition_id FROM digest_editions JOIN editions ON editions.id = edition_id
         WHERE created_at < $1 AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.edition_id = editions.id) AND ",
        is_superseded!("'ko'"),
        " AND ",
        is_superseded!("'en'"),
        " ORDER BY edition_id LIMIT $2"
    );
    on!(tx, conn => sqlx::query_scalar(SQL).bind(before).bind(limit).fetch_all(conn))
}

/// Deletes the content of a digest.
pub(super) async fn delete(tx: &mut Tx, edition: EditionId) -> Result<()> {
    const SQL: [&str; 2] = [
        "DELETE FROM edition_posts WHERE edition_id = $1",
        "DELETE FROM digest_editions WHERE edition_id = $1",
    ];
    for sql in SQL {
        changed!(tx, conn => sqlx::query(sql).bind(edition).execute(conn))?;
    }
    Ok(())
}
