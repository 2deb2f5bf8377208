//! SQL of the list.

use super::model::SubscriberCount;
use crate::on;
use crate::store::{Result, Tx};
use crate::subscribers::model::{Subscriber, SubscriberId, SubscriberState};

/// A search reads an index that contains the text and has a third of the table's size. Without a text the engine reads the ids,
/// or the index of states.
const IN_STATE: &str = "
    SELECT * FROM subscribers WHERE state = $1 AND search_text LIKE $2 ESCAPE '\\' AND id < $3 ORDER BY id DESC LIMIT $4";
const EVERYBODY: &str = "
    SELECT * FROM subscribers WHERE CAST($1 AS TEXT) IS NULL AND CAST($2 AS TEXT) = '%%' AND id < $3 ORDER BY id DESC LIMIT $4";
const SEARCH_ON_SQLITE: &str = "
    SELECT * FROM subscribers INDEXED BY subscribers_searched
    WHERE search_text LIKE $2 ESCAPE '\\' AND (CAST($1 AS TEXT) IS NULL OR state = $1) AND id < $3 ORDER BY id DESC LIMIT $4";
const SEARCH_ON_POSTGRES: &str = "
    SELECT * FROM subscribers WHERE CAST($1 AS TEXT) IS NULL AND id IN (
        SELECT id FROM subscribers WHERE search_text LIKE $2 ESCAPE '\\' AND id < $3 ORDER BY id DESC LIMIT $4)
    ORDER BY id DESC";

pub(super) async fn page(
    tx: &mut Tx,
    pattern: &str,
    state: Option<SubscriberState>,
    before: SubscriberId,
    limit: i64,
) -> Result<Vec<Subscriber>> {
    let (on_sqlite, on_postgres) = match (pattern, state) {
        ("%%", Some(_)) => (IN_STATE, IN_STATE),
        ("%%", None) => (EVERYBODY, EVERYBODY),
        (_, Some(_)) => (SEARCH_ON_SQLITE, IN_STATE),
        (_, None) => (SEARCH_ON_SQLITE, SEARCH_ON_POSTGRES),
    };
    let sql = tx.either(on_sqlite, on_postgres);
    on!(tx, conn => sqlx::query_as(sql).bind(state).bind(pattern).bind(before).bind(limit).fetch_all(conn))
}

pub(super) async fn count_by_state(tx: &mut Tx) -> Result<Vec<SubscriberCount>> {
    const SQL: &str = "
        SELECT state, CAST(sum(subscribers) AS BIGINT) AS count FROM subscriber_counts
        GROUP BY state HAVING sum(subscribers) > 0";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}
