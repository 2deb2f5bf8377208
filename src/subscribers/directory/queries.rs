//! SQL of the list.

use super::{Count, State, Subscriber, SubscriberId};
use crate::on;
use crate::store::{Result, Tx};

pub(super) async fn list(
    tx: &mut Tx,
    pattern: &str,
    state: Option<State>,
    before: SubscriberId,
    limit: i64,
) -> Result<Vec<Subscriber>> {
    const SQL: &str = "
        SELECT * FROM subscribers
        WHERE (CAST($1 AS TEXT) IS NULL OR state = $1) AND search_text LIKE $2 ESCAPE '\\' AND id < $3
        ORDER BY id DESC LIMIT $4";
    on!(tx, conn => sqlx::query_as(SQL).bind(state).bind(pattern).bind(before).bind(limit).fetch_all(conn))
}

pub(super) async fn count_by_state(tx: &mut Tx) -> Result<Vec<Count>> {
    const SQL: &str = "SELECT state, count(*) AS count FROM subscribers GROUP BY state";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}
