//! SQL of pruning.

use crate::clock::Timestamp;
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

/// Mails without a result wait for one, or for the owner.
macro_rules! old {
    () => {
        " FROM outbox WHERE id > $1 AND id <= $2 AND state IN ('sent', 'failed', 'dropped') AND finished_at < $3 AND created_at < $3"
    };
}

/// Adds the counts of editions whose mails are deleted next.
pub(super) async fn note(tx: &mut Tx, after: i64, last: i64, before: Timestamp) -> Result<()> {
    const SQL: &str = concat!(
        "INSERT INTO outbox_pruned (edition_id, state, mails) SELECT edition_id, state, count(*)",
        old!(),
        " AND edition_id IS NOT NULL GROUP BY edition_id, state
          ON CONFLICT (edition_id, state) DO UPDATE SET mails = outbox_pruned.mails + excluded.mails"
    );
    changed!(tx, conn => sqlx::query(SQL).bind(after).bind(last).bind(before).execute(conn))?;
    Ok(())
}

pub(super) async fn forget(tx: &mut Tx, after: i64, last: i64, before: Timestamp) -> Result<u64> {
    const SQL: &str = concat!("DELETE", old!());
    changed!(tx, conn => sqlx::query(SQL).bind(after).bind(last).bind(before).execute(conn))
}
