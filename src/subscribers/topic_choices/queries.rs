//! SQL of the topics that subscribers chose.

use sqlx::types::Json;

use crate::store::{Result, Tx};
use crate::subscribers::model::SubscriberId;
use crate::topics::{Topic, TopicId};
use crate::{changed, on};

pub(super) async fn chosen(tx: &mut Tx, subscriber: SubscriberId) -> Result<Vec<Topic>> {
    const SQL: &str = "
        SELECT topics.id, slug, name, offered FROM topics
        JOIN subscriber_topics ON topic_id = topics.id WHERE subscriber_id = $1 ORDER BY topics.id";
    on!(tx, conn => sqlx::query_as(SQL).bind(subscriber).fetch_all(conn))
}

pub(super) async fn chosen_between(
    tx: &mut Tx,
    after: SubscriberId,
    last: SubscriberId,
) -> Result<Vec<(SubscriberId, TopicId)>> {
    const SQL: &str = "
        SELECT subscriber_id, topic_id FROM subscriber_topics
        WHERE subscriber_id > $1 AND subscriber_id <= $2 ORDER BY subscriber_id, topic_id";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).bind(last).fetch_all(conn))
}

const CHOSEN_BY_ON_SQLITE: &str = "
    SELECT subscriber_id, topic_id FROM subscriber_topics
    WHERE subscriber_id IN (SELECT value FROM json_each($1)) ORDER BY subscriber_id, topic_id";
const CHOSEN_BY_ON_POSTGRES: &str = "
    SELECT subscriber_id, topic_id FROM subscriber_topics
    WHERE subscriber_id IN (SELECT CAST(jsonb_array_elements_text($1) AS BIGINT)) ORDER BY subscriber_id, topic_id";

pub(super) async fn chosen_by(
    tx: &mut Tx,
    subscribers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, TopicId)>> {
    let sql = tx.either(CHOSEN_BY_ON_SQLITE, CHOSEN_BY_ON_POSTGRES);
    on!(tx, conn => sqlx::query_as(sql).bind(Json(subscribers)).fetch_all(conn))
}

pub(super) async fn forget_choice(tx: &mut Tx, subscriber: SubscriberId) -> Result<()> {
    const SQL: &str = "DELETE FROM subscriber_topics WHERE subscriber_id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).execute(conn))?;
    Ok(())
}

pub(super) async fn choose(tx: &mut Tx, subscriber: SubscriberId, topic: TopicId) -> Result<()> {
    const SQL: &str = "
        INSERT INTO subscriber_topics (subscriber_id, topic_id) VALUES ($1, $2)
        ON CONFLICT (subscriber_id, topic_id) DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(subscriber).bind(topic).execute(conn))?;
    Ok(())
}

const CHOOSE_FOR_ALL_ON_SQLITE: &str = "
    INSERT INTO subscriber_topics (subscriber_id, topic_id)
    SELECT value ->> 0, value ->> 1 FROM json_each($1) WHERE TRUE
    ON CONFLICT (subscriber_id, topic_id) DO NOTHING";
const CHOOSE_FOR_ALL_ON_POSTGRES: &str = "
    INSERT INTO subscriber_topics (subscriber_id, topic_id)
    SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM jsonb_array_elements(CAST($1 AS JSONB))
    ON CONFLICT (subscriber_id, topic_id) DO NOTHING";

pub(super) async fn choose_for_all(tx: &mut Tx, choices: &[(SubscriberId, TopicId)]) -> Result<()> {
    let sql = tx.either(CHOOSE_FOR_ALL_ON_SQLITE, CHOOSE_FOR_ALL_ON_POSTGRES);
    let choices = serde_json::to_string(choices)?;
    changed!(tx, conn => sqlx::query(sql).bind(&choices).execute(conn))?;
    Ok(())
}
