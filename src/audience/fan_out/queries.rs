//! SQL of the fan-out: rows for many readers in one statement.

use crate::audience::model::EditionRecipient;
use crate::clock::Timestamp;
use crate::ids::{EditionId, SubscriberId};
use crate::store::{Result, Tx};
use crate::{changed, on};

/// The last subscriber of the slice that follows `after`.
pub(super) async fn end_of_slice(tx: &mut Tx, after: i64, most: i64) -> Result<Option<i64>> {
    const SQL: &str = "
        SELECT max(id) FROM (SELECT id FROM subscribers WHERE state = 'confirmed' AND id > $1 ORDER BY id LIMIT $2) AS slice";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(after).bind(most).fetch_one(conn))
}

/// Inserts a mail for each confirmed subscriber of the audience after `after`, up to `last`, who has no pause, and is one of
/// `members` where they are given.
pub(super) async fn insert_slice(
    tx: &mut Tx,
    edition: EditionId,
    kind: &str,
    members: Option<&[SubscriberId]>,
    after: i64,
    last: i64,
    now: Timestamp,
) -> Result<u64> {
    let has_topics: bool =
        on!(tx, conn => sqlx::query_scalar(HAS_TOPICS).bind(edition).fetch_one(conn))?;
    let sql = match members {
        Some(_) => tx.either(TO_MEMBERS_ON_SQLITE, TO_MEMBERS_ON_POSTGRES),
        None if has_topics => tx.either(TO_TOPICS_ON_SQLITE, TO_TOPICS_ON_POSTGRES),
        None => tx.either(TO_ALL_ON_SQLITE, TO_ALL_ON_POSTGRES),
    };
    let is_advertising: bool =
        on!(tx, conn => sqlx::query_scalar(IS_ADVERTISING).bind(edition).fetch_one(conn))?;
    let members = members.map(serde_json::to_string).transpose()?;
    changed!(tx, conn => {
        let mut query = sqlx::query(sql)
            .bind(kind).bind(edition).bind(now).bind(after).bind(last).bind(is_advertising);
        if let Some(members) = &members {
            query = query.bind(members);
        }
        query.execute(conn)
    })
}

const IS_ADVERTISING: &str = "SELECT is_advertising FROM editions WHERE id = $1";

const HAS_TOPICS: &str = "SELECT EXISTS (SELECT 1 FROM edition_topics WHERE edition_id = $1)";

/// A statement with its condition and its lock. Advertising goes to those who agreed to it, and waits for the morning of those who
/// did not agree to nights.
macro_rules! slice {
    ($whom:literal, $lock:literal) => {
        concat!(
            "INSERT INTO outbox (kind, bulk, recipient, recipient_name, subscriber_id, edition_id, state, attempts, due_at, created_at,
                                 night_zone)
             SELECT $1, TRUE, email, name, id, $2, 'queued', 0, $3, $3,
                    CASE WHEN $6 AND night_advertising_at IS NULL THEN time_zone END
             FROM subscribers
             WHERE state = 'confirmed' AND id > $4 AND id <= $5 AND (paused_until IS NULL OR paused_until <= $3)
               AND (NOT $6 OR advertising_at IS NOT NULL) ",
            $whom,
            $lock
        )
    };
}

/// Subscribers without topics get every edition.
macro_rules! slice_of_topics {
    ($lock:literal) => {
        slice!(
            "AND (NOT EXISTS (SELECT 1 FROM subscriber_topics WHERE subscriber_id = subscribers.id)
                  OR EXISTS (SELECT 1 FROM subscriber_topics JOIN edition_topics USING (topic_id)
                             WHERE subscriber_id = subscribers.id AND edition_id = $2)) ",
            $lock
        )
    };
}

const TO_ALL_ON_SQLITE: &str = slice!("", "");

const TO_TOPICS_ON_SQLITE: &str = slice_of_topics!("");

/// The lock orders the slice and a subscriber who leaves at the same moment. Otherwise a slice that
/// did not see them leave would still write to them.
const TO_ALL_ON_POSTGRES: &str = slice!("", "FOR SHARE OF subscribers");

const TO_TOPICS_ON_POSTGRES: &str = slice_of_topics!("FOR SHARE OF subscribers");

const TO_MEMBERS_ON_SQLITE: &str = slice!("AND id IN (SELECT value FROM json_each($7)) ", "");

const TO_MEMBERS_ON_POSTGRES: &str = slice!(
    "AND id IN (SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text(CAST($7 AS JSONB))) ",
    "FOR SHARE OF subscribers"
);

macro_rules! insert_recipients {
    ($readers:literal) => {
        concat!(
            "INSERT INTO outbox (kind, bulk, recipient, recipient_name, subscriber_id, edition_id, dedupe_key, state,
                                 attempts, due_at, created_at)
             SELECT $1, TRUE, recipient, name, subscriber, $2, $1 || ':' || CAST($2 AS TEXT) || ':' || CAST(subscriber AS TEXT),
                    'queued', 0, $3, $3 FROM ",
            $readers,
            " WHERE TRUE ON CONFLICT (dedupe_key) WHERE dedupe_key IS NOT NULL DO NOTHING"
        )
    };
}

const INSERT_RECIPIENTS_ON_SQLITE: &str = insert_recipients!(
    "(SELECT value ->> 'subscriber' AS subscriber, value ->> 'recipient' AS recipient, value ->> 'name' AS name
      FROM json_each($4)) AS readers"
);

const INSERT_RECIPIENTS_ON_POSTGRES: &str = insert_recipients!(
    "jsonb_to_recordset(CAST($4 AS JSONB)) AS readers (subscriber BIGINT, recipient TEXT, name TEXT)"
);

pub(super) async fn insert_recipients(
    tx: &mut Tx,
    edition: EditionId,
    kind: &str,
    readers: &[EditionRecipient],
    now: Timestamp,
) -> Result<u64> {
    let sql = tx.either(INSERT_RECIPIENTS_ON_SQLITE, INSERT_RECIPIENTS_ON_POSTGRES);
    let readers = serde_json::to_string(readers)?;
    changed!(tx, conn => sqlx::query(sql).bind(kind).bind(edition).bind(now).bind(&readers).execute(conn))
}
