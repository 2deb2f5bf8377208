//! SQL of the list.

use super::{Count, State, Subscriber, SubscriberId};
use crate::on;
use crate::store::{Result, Tx};

/// With a state of its own, so that the engine walks the state's index and not the table.
macro_rules! list {
    ($state:literal) => {
        concat!(
            "SELECT * FROM subscribers WHERE ",
            $state,
            " AND search_text LIKE $2 ESCAPE '\\' AND id < $3 ORDER BY id DESC LIMIT $4"
        )
    };
}

pub(super) async fn list(
    tx: &mut Tx,
    pattern: &str,
    state: Option<State>,
    before: SubscriberId,
    limit: i64,
) -> Result<Vec<Subscriber>> {
    const ALL: &str = list!("CAST($1 AS TEXT) IS NULL");
    const IN_STATE: &str = list!("state = $1");
    let sql = if state.is_some() { IN_STATE } else { ALL };
    on!(tx, conn => sqlx::query_as(sql).bind(state).bind(pattern).bind(before).bind(limit).fetch_all(conn))
}

pub(super) async fn count_by_state(tx: &mut Tx) -> Result<Vec<Count>> {
    const SQL: &str = "
        SELECT state, CAST(sum(subscribers) AS BIGINT) AS count FROM subscriber_counts
        GROUP BY state HAVING sum(subscribers) > 0";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}
