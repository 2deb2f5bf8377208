//! SQL of feeds.

use super::model::FeedAnswer;
use crate::clock::Timestamp;
use crate::fetch::UrlCredentials;
use crate::posts::model::{Feed, FeedId};
use crate::store::{Result, Tx};
use crate::{changed, on};

/// A query for the columns of [`Feed`]; the argument chooses the feeds.
macro_rules! select_feeds {
    ($rest:literal) => {
        concat!(
            "SELECT id, url, credentials, title, site_url, etag, last_modified, next_poll_at, last_polled_at, last_error, failures,
                    added_at, archived_at, asked_whole_at, entries, (SELECT count(*) FROM posts WHERE feed_id = feeds.id) AS posts
             FROM feeds WHERE removed_at IS NULL ",
            $rest
        )
    };
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Feed>> {
    const SQL: &str = select_feeds!("ORDER BY id");
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

pub(super) async fn find(tx: &mut Tx, id: FeedId) -> Result<Option<Feed>> {
    const SQL: &str = select_feeds!("AND id = $1");
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn find_by_url(tx: &mut Tx, url: &str) -> Result<Option<Feed>> {
    const SQL: &str = select_feeds!("AND url = $1");
    on!(tx, conn => sqlx::query_as(SQL).bind(url).fetch_optional(conn))
}

pub(super) async fn set_credentials(
    tx: &mut Tx,
    id: FeedId,
    credentials: &UrlCredentials,
) -> Result<()> {
    const SQL: &str = "UPDATE feeds SET credentials = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(credentials).execute(conn))?;
    Ok(())
}

pub(super) async fn remove(tx: &mut Tx, id: FeedId, now: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE feeds SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";
    let removed = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(removed > 0)
}

/// Feeds that a fast clock put off beyond `next` (or beyond `longest`, after failures) are due as well.
pub(super) async fn claim_due(
    tx: &mut Tx,
    now: Timestamp,
    next: Timestamp,
    longest: Timestamp,
) -> Result<Vec<FeedId>> {
    const SQL: &str = "
        UPDATE feeds SET next_poll_at = $2
        WHERE removed_at IS NULL
          AND (next_poll_at <= $1 OR next_poll_at > CASE failures WHEN 0 THEN $2 ELSE $3 END)
        RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(now).bind(next).bind(longest).fetch_all(conn))
}

pub(super) async fn insert(
    tx: &mut Tx,
    url: &str,
    credentials: Option<&UrlCredentials>,
    title: &str,
    site_url: Option<&str>,
    now: Timestamp,
    next: Timestamp,
) -> Result<FeedId> {
    const SQL: &str = "
        INSERT INTO feeds (url, title, site_url, next_poll_at, added_at, archived_at, failures, credentials)
        VALUES ($1, $2, $3, $5, $4, $4, 0, $6)
        ON CONFLICT (url) DO UPDATE SET removed_at = NULL, credentials = excluded.credentials, added_at = excluded.added_at, archived_at = excluded.archived_at,
               next_poll_at = excluded.next_poll_at
        RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(url).bind(title).bind(site_url).bind(now).bind(next).bind(credentials).fetch_one(conn))
}

pub(super) async fn succeeded(
    tx: &mut Tx,
    id: FeedId,
    answer: &FeedAnswer<'_>,
    now: Timestamp,
    next: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        UPDATE feeds SET title = $2, site_url = $3, etag = $4, last_modified = $5, last_polled_at = $6, next_poll_at = $7,
               last_error = $10, failures = 0, asked_whole_at = CASE WHEN $8 THEN $6 ELSE asked_whole_at END,
               entries = $9
        WHERE id = $1";
    let entries = i64::try_from(answer.read.entries.len()).unwrap_or(i64::MAX);
    let validators = answer.validators;
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(answer.title).bind(&answer.read.site_url).bind(&validators.etag).bind(&validators.last_modified).bind(now).bind(next)
        .bind(answer.was_whole).bind(entries).bind(answer.note).execute(conn))?;
    Ok(())
}

pub(super) async fn ask_whole(tx: &mut Tx, id: FeedId) -> Result<()> {
    const SQL: &str = "UPDATE feeds SET asked_whole_at = NULL WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

pub(super) async fn unchanged(
    tx: &mut Tx,
    id: FeedId,
    now: Timestamp,
    next: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        UPDATE feeds SET last_polled_at = $2, next_poll_at = $3, failures = 0,
               last_error = CASE WHEN failures = 0 THEN last_error END
        WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).bind(next).execute(conn))?;
    Ok(())
}

pub(super) async fn failed(
    tx: &mut Tx,
    id: FeedId,
    error: &str,
    now: Timestamp,
    next: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        UPDATE feeds SET last_polled_at = $3, next_poll_at = $4, last_error = $2, failures = failures + 1 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(error).bind(now).bind(next).execute(conn))?;
    Ok(())
}
