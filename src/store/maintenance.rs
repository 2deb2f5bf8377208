//! Daily maintenance: statistics for SQLite's planner, and merged counters on PostgreSQL.

use sqlx::{AssertSqlSafe, PgPool, SqliteConnection};

use super::error::Result;

/// Rows of an index that are looked at for its statistics: enough to tell a rare value from a common one, in milliseconds.
const LIMIT: &str = "PRAGMA analysis_limit = 400";
/// Looks at every table, asked for in this connection or not, and analyses those that have grown (SQLite, "PRAGMA optimize").
const OPTIMIZE: &str = "PRAGMA optimize = 0x10002";

/// Tables that keep counts, with the columns of what is counted and of the count.
const COUNTS: [(&str, &str, &str); 4] = [
    ("subscriber_counts", "state", "subscribers"),
    ("comment_counts", "status", "comments"),
    ("daily_counts", "day, kind", "number"),
    ("form_posts", "form, slot, is_attack", "posts"),
];

pub(super) async fn of_sqlite(connection: &mut SqliteConnection) -> Result<()> {
    for sql in [LIMIT, OPTIMIZE] {
        sqlx::query(sql).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Each server process counts in a shard of its own; those that nobody holds at this moment are added to shard 0.
pub(super) async fn of_postgres(pool: &PgPool) -> Result<()> {
    for (table, counted, count) in COUNTS {
        let sql = format!(
            "WITH folded AS (
                 DELETE FROM {table} WHERE ({counted}, shard) IN (
                     SELECT {counted}, shard FROM {table} WHERE shard <> 0 FOR UPDATE SKIP LOCKED)
                 RETURNING {counted}, {count})
             INSERT INTO {table} ({counted}, shard, {count})
             SELECT {counted}, 0, CAST(sum({count}) AS BIGINT) FROM folded GROUP BY {counted}
             ON CONFLICT ({counted}, shard) DO UPDATE SET {count} = {table}.{count} + EXCLUDED.{count}"
        );
        sqlx::query(AssertSqlSafe(sql)).execute(pool).await?;
    }
    Ok(())
}
