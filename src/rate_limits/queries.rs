//! SQL of the rate limits.

use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// Adds hits and returns the hits of the window so far and its end. A clock that ran ahead began a window that ends later than
/// one that begins now; such a window is over.
pub(super) async fn add_hits(
    tx: &mut Tx,
    bucket: &str,
    key: &str,
    hits: i64,
    now: Timestamp,
    window_end: Timestamp,
) -> Result<(i64, Timestamp)> {
    const SQL: &str = "
        INSERT INTO rate_limits (bucket, key, window_end, hits) VALUES ($1, $2, $4, $5)
        ON CONFLICT (bucket, key) DO UPDATE SET
            hits = CASE WHEN rate_limits.window_end <= $3 OR rate_limits.window_end > $4 THEN $5 ELSE rate_limits.hits + $5 END,
            window_end = CASE WHEN rate_limits.window_end <= $3 OR rate_limits.window_end > $4 THEN $4 ELSE rate_limits.window_end END
        RETURNING hits, window_end";
    on!(tx, conn => sqlx::query_as(SQL).bind(bucket).bind(key).bind(now).bind(window_end).bind(hits).fetch_one(conn))
}

/// The end of the last turn of a key.
pub(super) async fn busy_until(tx: &mut Tx, bucket: &str, key: &str) -> Result<Option<Timestamp>> {
    const SQL: &str = "SELECT window_end FROM rate_limits WHERE bucket = $1 AND key = $2";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(bucket).bind(key).fetch_optional(conn))
}

/// Takes a turn of `interval` seconds after the last one, and returns its end. A last turn that ended, or that lies after
/// `latest`, does not count.
pub(super) async fn occupy(
    tx: &mut Tx,
    bucket: &str,
    key: &str,
    interval: i64,
    now: Timestamp,
    latest: Timestamp,
) -> Result<Timestamp> {
    const SQL: &str = "
        INSERT INTO rate_limits (bucket, key, window_end, hits) VALUES ($1, $2, $5, 1)
        ON CONFLICT (bucket, key) DO UPDATE SET
            window_end = CASE WHEN rate_limits.window_end <= $3 OR rate_limits.window_end > $4 THEN $5
                              ELSE rate_limits.window_end + $6 END
        RETURNING window_end";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(bucket).bind(key).bind(now).bind(latest).bind(now.plus(interval)).bind(interval)
        .fetch_one(conn))
}

/// The hits of a key in its window and the window's end; `None` outside of one. A window that ends after `latest` is over, since
/// a clock that ran ahead began it.
pub(super) async fn hits_so_far(
    tx: &mut Tx,
    bucket: &str,
    key: &str,
    now: Timestamp,
    latest: Timestamp,
) -> Result<Option<(i64, Timestamp)>> {
    const SQL: &str = "
        SELECT hits, window_end FROM rate_limits
        WHERE bucket = $1 AND key = $2 AND window_end > $3 AND window_end <= $4";
    on!(tx, conn => sqlx::query_as(SQL).bind(bucket).bind(key).bind(now).bind(latest).fetch_optional(conn))
}

/// Deletes the hits of one key.
pub(super) async fn delete(tx: &mut Tx, bucket: &str, key: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM rate_limits WHERE bucket = $1 AND key = $2";
    changed!(tx, conn => sqlx::query(SQL).bind(bucket).bind(key).execute(conn))?;
    Ok(())
}

/// Deletes the windows that have ended.
pub(super) async fn delete_ended(tx: &mut Tx, now: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM rate_limits WHERE window_end <= $1";
    changed!(tx, conn => sqlx::query(SQL).bind(now).execute(conn))?;
    Ok(())
}
