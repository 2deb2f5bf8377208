//! SQL of pruning.

use sqlx::types::Json;

use crate::clock::Timestamp;
use crate::ids::EditionId;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// The last of the mails that follow `after`, and when the first of them was queued.
pub(super) async fn slice_after(
    tx: &mut Tx,
    after: i64,
    most: i64,
) -> Result<Option<(i64, Timestamp)>> {
    const SQL: &str = "
        SELECT max(id), min(created_at) FROM (SELECT id, created_at FROM outbox WHERE id > $1 ORDER BY id LIMIT $2) AS slice";
    let (last, oldest): (Option<i64>, Option<Timestamp>) =
        on!(tx, conn => sqlx::query_as(SQL).bind(after).bind(most).fetch_one(conn))?;
    Ok(last.zip(oldest))
}

/// Mails without a result wait for one, or for the owner. The kept editions stand in a list of JSON.
macro_rules! old {
    ($kept:literal) => {
        concat!(
            " FROM outbox WHERE id > $1 AND id <= $2 AND state IN ('sent', 'failed', 'dropped')
              AND finished_at < $3 AND created_at < $3
              AND (edition_id IS NULL OR edition_id NOT IN (",
            $kept,
            "))"
        )
    };
}
macro_rules! on_either {
    ($before:literal, $after:literal) => {
        [
            concat!($before, old!("SELECT value FROM json_each($4)"), $after),
            concat!(
                $before,
                old!("SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text($4)"),
                $after
            ),
        ]
    };
}

fn of_engine(tx: &Tx, [sqlite, postgres]: [&'static str; 2]) -> &'static str {
    tx.either(sqlite, postgres)
}

/// Adds the counts of editions whose mails are deleted next.
pub(super) async fn note(
    tx: &mut Tx,
    after: i64,
    last: i64,
    before: Timestamp,
    kept: &[EditionId],
) -> Result<()> {
    const SQL: [&str; 2] = on_either!(
        "INSERT INTO outbox_pruned (edition_id, state, mails) SELECT edition_id, state, count(*)",
        " AND edition_id IS NOT NULL GROUP BY edition_id, state
          ON CONFLICT (edition_id, state) DO UPDATE SET mails = outbox_pruned.mails + excluded.mails"
    );
    let sql = of_engine(tx, SQL);
    changed!(tx, conn => sqlx::query(sql).bind(after).bind(last).bind(before).bind(Json(kept)).execute(conn))?;
    Ok(())
}

pub(super) async fn forget(
    tx: &mut Tx,
    after: i64,
    last: i64,
    before: Timestamp,
    kept: &[EditionId],
) -> Result<u64> {
    const SQL: [&str; 2] = on_either!("DELETE", "");
    let sql = of_engine(tx, SQL);
    changed!(tx, conn => sqlx::query(sql).bind(after).bind(last).bind(before).bind(Json(kept)).execute(conn))
}
