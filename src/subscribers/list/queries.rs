//! SQL of the list.

use sqlx::AssertSqlSafe;

use super::model::{SubscriberCount, SubscriberSearch};
use crate::on;
use crate::store::{Result, Tx};
use crate::subscribers::model::{Subscriber, SubscriberId, SubscriberState};
use crate::subscribers::tags::TagId;
use crate::topics::TopicId;

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

/// Readers looked through for one page of a refined search, so that a rare filter costs no more than a common one.
const LOOKED_THROUGH: i64 = 1_500;

/// The readers that a search looks through: those of the filter that has an index, and probably the fewest.
#[derive(Clone, Copy)]
enum Among {
    Tag(TagId),
    Topic(TopicId),
    State(SubscriberState),
    Everybody,
}

impl Among {
    const fn of(search: &SubscriberSearch<'_>) -> Self {
        match (search.tag, search.topic, search.state) {
            (Some(tag), _, _) => Self::Tag(tag),
            (None, Some(topic), _) => Self::Topic(topic),
            (None, None, Some(state)) => Self::State(state),
            (None, None, None) => Self::Everybody,
        }
    }
}

const SEEN_OF_TAG: &str = "
    SELECT subscriber_id AS id FROM subscriber_tags WHERE tag_id = $7 AND subscriber_id < $1
    ORDER BY subscriber_id DESC LIMIT $2";
const SEEN_OF_TOPIC: &str = "
    SELECT subscriber_id AS id FROM subscriber_topics WHERE topic_id = $8 AND subscriber_id < $1
    ORDER BY subscriber_id DESC LIMIT $2";
const SEEN_OF_STATE: &str =
    "SELECT id FROM subscribers WHERE state = $4 AND id < $1 ORDER BY id DESC LIMIT $2";
const SEEN_OF_ALL: &str = "SELECT id FROM subscribers WHERE id < $1 ORDER BY id DESC LIMIT $2";

/// The first event of a reader says how they came.
const CONDITIONS: &str = "
    (CAST($4 AS TEXT) IS NULL OR s.state = $4)
    AND s.search_text LIKE $5 ESCAPE '\\'
    AND (CAST($6 AS TEXT) IS NULL OR s.cadence = $6)
    AND (CAST($7 AS BIGINT) IS NULL OR EXISTS (
        SELECT 1 FROM subscriber_tags AS tagged WHERE tagged.subscriber_id = s.id AND tagged.tag_id = $7))
    AND (CAST($8 AS BIGINT) IS NULL OR EXISTS (
        SELECT 1 FROM subscriber_topics AS chosen WHERE chosen.subscriber_id = s.id AND chosen.topic_id = $8))
    AND (CAST($9 AS TEXT) IS NULL OR EXISTS (
        SELECT 1 FROM (
            SELECT channel, actor FROM consent_events AS event WHERE event.subscriber_id = s.id ORDER BY event.id LIMIT 1) AS came
        WHERE came.channel = $9 AND (CAST($10 AS TEXT) = '' OR came.actor = $10)))";

/// Up to `limit` readers that match, among those that one page looks through.
pub(super) async fn refined_page(
    tx: &mut Tx,
    search: &SubscriberSearch<'_>,
    pattern: &str,
    before: SubscriberId,
    limit: i64,
) -> Result<Vec<Subscriber>> {
    let seen = match Among::of(search) {
        Among::Tag(_) => SEEN_OF_TAG,
        Among::Topic(_) => SEEN_OF_TOPIC,
        Among::State(_) => SEEN_OF_STATE,
        Among::Everybody => SEEN_OF_ALL,
    };
    // With an OFFSET, PostgreSQL finds each reader by the id and never reads the whole table for a join.
    let sql = format!(
        "SELECT * FROM subscribers WHERE id IN (
            SELECT seen.id FROM ({seen}) AS seen
            WHERE EXISTS (SELECT 1 FROM subscribers AS s WHERE s.id = seen.id AND {CONDITIONS} LIMIT 1 OFFSET 0)
            ORDER BY seen.id DESC LIMIT $3)
         ORDER BY id DESC"
    );
    on!(tx, conn => sqlx::query_as(AssertSqlSafe(sql))
        .bind(before).bind(LOOKED_THROUGH).bind(limit).bind(search.state).bind(pattern).bind(search.cadence)
        .bind(search.tag).bind(search.topic).bind(search.source).bind(search.brought_by)
        .fetch_all(conn))
}

/// The last reader that the page looks through; `None` when it comes to the end of the list.
pub(super) async fn end_of_refined(
    tx: &mut Tx,
    search: &SubscriberSearch<'_>,
    before: SubscriberId,
) -> Result<Option<SubscriberId>> {
    const OF_TAG: &str = "
        SELECT subscriber_id FROM subscriber_tags WHERE subscriber_id < $1 AND tag_id = $3
        ORDER BY subscriber_id DESC LIMIT 1 OFFSET $2";
    const OF_TOPIC: &str = "
        SELECT subscriber_id FROM subscriber_topics WHERE subscriber_id < $1 AND topic_id = $3
        ORDER BY subscriber_id DESC LIMIT 1 OFFSET $2";
    const OF_STATE: &str = "
        SELECT id FROM subscribers WHERE id < $1 AND state = $3 ORDER BY id DESC LIMIT 1 OFFSET $2";
    const EVERYBODY: &str =
        "SELECT id FROM subscribers WHERE id < $1 ORDER BY id DESC LIMIT 1 OFFSET $2";
    let among = Among::of(search);
    let sql = match among {
        Among::Tag(_) => OF_TAG,
        Among::Topic(_) => OF_TOPIC,
        Among::State(_) => OF_STATE,
        Among::Everybody => EVERYBODY,
    };
    on!(tx, conn => {
        let query = sqlx::query_scalar(sql).bind(before).bind(LOOKED_THROUGH - 1);
        let query = match among {
            Among::Tag(tag) => query.bind(tag),
            Among::Topic(topic) => query.bind(topic),
            Among::State(state) => query.bind(state),
            Among::Everybody => query,
        };
        query.fetch_optional(conn)
    })
}
