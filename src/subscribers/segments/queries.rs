//! SQL of segments. A condition becomes one of the fragments below; whatever an owner typed is a bound value.

use sqlx::AssertSqlSafe;
use sqlx::types::Json;

use super::model::{Filter, Join, Segment, SegmentId};
use super::resolve::{Matcher, Moment, Test, Word};
use crate::clock::Timestamp;
use crate::ids::SubscriberId;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Segment>> {
    const SQL: &str = "SELECT * FROM segments ORDER BY id";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

pub(super) async fn find(tx: &mut Tx, id: SegmentId) -> Result<Option<Segment>> {
    const SQL: &str = "SELECT * FROM segments WHERE id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn find_named(tx: &mut Tx, name: &str) -> Result<Option<Segment>> {
    const SQL: &str = "SELECT * FROM segments WHERE name = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(name).fetch_optional(conn))
}

/// Inserts a segment; `None` when the name is taken.
pub(super) async fn insert(
    tx: &mut Tx,
    name: &str,
    filter: &Filter,
    now: Timestamp,
) -> Result<Option<SegmentId>> {
    const SQL: &str = "
        INSERT INTO segments (name, filter, created_at, changed_at) VALUES ($1, $2, $3, $3)
        ON CONFLICT (name) DO NOTHING RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(name).bind(Json(filter)).bind(now).fetch_optional(conn))
}

pub(super) async fn change(
    tx: &mut Tx,
    id: SegmentId,
    name: &str,
    filter: &Filter,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "UPDATE segments SET name = $2, filter = $3, changed_at = $4 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(name).bind(Json(filter)).bind(now).execute(conn))?;
    Ok(())
}

/// Deletes a segment; false when it was gone, or a draft of a campaign is for it.
pub(super) async fn remove(tx: &mut Tx, id: SegmentId) -> Result<bool> {
    const SQL: &str = "
        DELETE FROM segments WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM campaigns WHERE segment_id = $1)";
    let removed = changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(removed > 0)
}

/// A statement with its values as a query of sqlx.
macro_rules! bound {
    ($sql:expr) => {{
        let mut query = sqlx::query_scalar(AssertSqlSafe($sql.text)).persistent(false);
        for value in $sql.values {
            query = match value {
                Value::Whole(number) => query.bind(number),
                Value::Real(number) => query.bind(number),
                Value::Text(text) => query.bind(text),
            };
        }
        query
    }};
}

pub(super) async fn count(tx: &mut Tx, matcher: &Matcher) -> Result<i64> {
    let mut sql = Statement::new("SELECT count(*) FROM subscribers WHERE ");
    sql.conditions(tx, matcher);
    on!(tx, conn => bound!(sql).fetch_one(conn))
}

pub(super) async fn count_mailable(
    tx: &mut Tx,
    matcher: &Matcher,
    is_advertising: bool,
    now: Timestamp,
) -> Result<i64> {
    let mut sql = Statement::new(
        "SELECT count(*) FROM subscribers WHERE state = 'confirmed' AND (paused_until IS NULL OR paused_until <= ",
    );
    sql.value(Value::Whole(now.unix()));
    sql.text.push_str(") AND ");
    if is_advertising {
        sql.text.push_str("advertising_at IS NOT NULL AND ");
    }
    sql.conditions(tx, matcher);
    on!(tx, conn => bound!(sql).fetch_one(conn))
}

/// The first and the last id.
pub(super) async fn ids(tx: &mut Tx) -> Result<(i64, i64)> {
    const SQL: &str = "
        SELECT COALESCE((SELECT min(id) FROM subscribers), 0), COALESCE((SELECT max(id) FROM subscribers), 0)";
    on!(tx, conn => sqlx::query_as(SQL).fetch_one(conn))
}

/// Looks at the next `most` readers after an id: how many they are, and how many of them belong to the segment.
pub(super) async fn sample(
    tx: &mut Tx,
    matcher: &Matcher,
    after: SubscriberId,
    most: i64,
) -> Result<(i64, i64)> {
    const LOOKED_AT: &str = "
        SELECT count(*) FROM (SELECT id FROM subscribers WHERE id > $1 ORDER BY id LIMIT $2) AS stretch";
    let looked_at: i64 =
        on!(tx, conn => sqlx::query_scalar(LOOKED_AT).bind(after).bind(most).fetch_one(conn))?;
    let mut sql = Statement::new("SELECT count(*) FROM (SELECT * FROM subscribers WHERE id > ");
    sql.value(Value::Whole(after.0));
    sql.text.push_str(" ORDER BY id LIMIT ");
    sql.value(Value::Whole(most));
    sql.text.push_str(") AS subscribers WHERE ");
    sql.conditions(tx, matcher);
    let hits: i64 = on!(tx, conn => bound!(sql).fetch_one(conn))?;
    Ok((looked_at, hits))
}

pub(super) async fn members(
    tx: &mut Tx,
    matcher: &Matcher,
    after: SubscriberId,
    last: SubscriberId,
) -> Result<Vec<SubscriberId>> {
    let mut sql = Statement::new("SELECT id FROM subscribers WHERE id > ");
    sql.value(Value::Whole(after.0));
    sql.text.push_str(" AND id <= ");
    sql.value(Value::Whole(last.0));
    sql.text.push_str(" AND ");
    sql.conditions(tx, matcher);
    sql.text.push_str(" ORDER BY id");
    on!(tx, conn => bound!(sql).fetch_all(conn))
}

/// A value that is bound to a statement.
enum Value {
    Whole(i64),
    Real(f64),
    Text(String),
}

/// A statement in the making: its text has a place for each value.
struct Statement {
    text: String,
    values: Vec<Value>,
}

impl Statement {
    fn new(beginning: &'static str) -> Self {
        Self {
            text: beginning.to_owned(),
            values: Vec::new(),
        }
    }

    /// Adds the place of a value.
    fn value(&mut self, value: Value) {
        self.values.push(value);
        let place = format!("${}", self.values.len());
        self.text.push_str(&place);
    }

    /// Adds a fragment, with the values at its question marks.
    fn fragment<const N: usize>(&mut self, fragment: &'static str, values: [Value; N]) {
        let mut parts = fragment.split('?');
        self.text.push_str(parts.next().unwrap_or_default());
        for (part, value) in parts.zip(values) {
            self.value(value);
            self.text.push_str(part);
        }
    }

    /// Adds all conditions in brackets.
    fn conditions(&mut self, tx: &Tx, matcher: &Matcher) {
        let between = match matcher.of {
            Join::All => " AND ",
            Join::Any => " OR ",
        };
        self.text.push('(');
        for (at, test) in matcher.tests.iter().enumerate() {
            if at > 0 {
                self.text.push_str(between);
            }
            self.condition(tx, test);
        }
        self.text.push(')');
    }

    fn condition(&mut self, tx: &Tx, test: &Test) {
        match test {
            Test::Word(word, is, value) => {
                let fragment = match (word, is) {
                    (Word::State, true) => "state = ?",
                    (Word::State, false) => "state <> ?",
                    (Word::Cadence, true) => "cadence = ?",
                    (Word::Cadence, false) => "cadence <> ?",
                    (Word::Language, true) => "locale = ?",
                    (Word::Language, false) => "locale <> ?",
                    (Word::Source, true) => FROM_SOURCE,
                    (Word::Source, false) => NOT_FROM_SOURCE,
                };
                self.fragment(fragment, [Value::Text((*value).to_owned())]);
            }
            Test::Tag(id, has) => {
                let fragment = if *has { TAGGED } else { UNTAGGED };
                self.fragment(fragment, [Value::Whole(id.0)]);
            }
            Test::Topic(id, gets) => {
                let fragment = if *gets { OF_TOPIC } else { NOT_OF_TOPIC };
                self.fragment(fragment, [Value::Whole(id.0)]);
            }
            Test::Bounced(true) => self.fragment(BOUNCED, []),
            Test::Bounced(false) => self.fragment(NEVER_BOUNCED, []),
            Test::Moment(moment, since, at) => {
                let fragment = match (moment, since) {
                    (Moment::Joined, true) => "created_at >= ?",
                    (Moment::Joined, false) => "created_at < ?",
                    (Moment::Confirmed, true) => "confirmed_at >= ?",
                    (Moment::Confirmed, false) => "confirmed_at < ?",
                    (Moment::Left, true) => "left_at >= ?",
                    (Moment::Left, false) => "left_at < ?",
                };
                self.fragment(fragment, [Value::Whole(at.unix())]);
            }
            Test::Known(id, known) => {
                let fragment = if *known { WITH_VALUE } else { WITHOUT_VALUE };
                self.fragment(fragment, [Value::Whole(id.0)]);
            }
            Test::Value(id, is, value) => {
                let fragment = if *is { OF_VALUE } else { NOT_OF_VALUE };
                let value = Value::Text(value.clone());
                self.fragment(fragment, [Value::Whole(id.0), value]);
            }
            Test::Part(id, part) => {
                let fragment = tx.either(WITH_PART_ON_SQLITE, WITH_PART_ON_POSTGRES);
                let part = Value::Text(part.clone());
                self.fragment(fragment, [Value::Whole(id.0), part]);
            }
            Test::Number(id, less, number) => {
                let fragment = if *less { LESS } else { MORE };
                let id = || Value::Whole(id.0);
                self.fragment(fragment, [id(), id(), Value::Real(*number)]);
            }
            Test::Day(id, before, day) => {
                let fragment = if *before { BEFORE } else { SINCE };
                let day = Value::Text(day.clone());
                self.fragment(fragment, [Value::Whole(id.0), day]);
            }
        }
    }
}

/// The way of the first act: a later sign-up of a known address is no source.
const FROM_SOURCE: &str = "(SELECT channel FROM consent_events WHERE subscriber_id = subscribers.id ORDER BY id LIMIT 1) = ?";
const NOT_FROM_SOURCE: &str = "(SELECT channel FROM consent_events WHERE subscriber_id = subscribers.id ORDER BY id LIMIT 1) IS DISTINCT FROM ?";

const TAGGED: &str =
    "EXISTS (SELECT 1 FROM subscriber_tags WHERE subscriber_id = subscribers.id AND tag_id = ?)";
const UNTAGGED: &str = "NOT EXISTS (SELECT 1 FROM subscriber_tags WHERE subscriber_id = subscribers.id AND tag_id = ?)";

/// A subscriber without topics gets every topic.
const OF_TOPIC: &str = "
    (NOT EXISTS (SELECT 1 FROM subscriber_topics WHERE subscriber_id = subscribers.id)
     OR EXISTS (SELECT 1 FROM subscriber_topics WHERE subscriber_id = subscribers.id AND topic_id = ?))";
const NOT_OF_TOPIC: &str = "
    (EXISTS (SELECT 1 FROM subscriber_topics WHERE subscriber_id = subscribers.id)
     AND NOT EXISTS (SELECT 1 FROM subscriber_topics WHERE subscriber_id = subscribers.id AND topic_id = ?))";

const BOUNCED: &str = "EXISTS (SELECT 1 FROM bounces WHERE subscriber_id = subscribers.id AND class IN ('hard', 'soft'))";
const NEVER_BOUNCED: &str = "NOT EXISTS (SELECT 1 FROM bounces WHERE subscriber_id = subscribers.id AND class IN ('hard', 'soft'))";

const WITH_VALUE: &str = "EXISTS (SELECT 1 FROM subscriber_fields WHERE subscriber_id = subscribers.id AND field_id = ?)";
const WITHOUT_VALUE: &str = "NOT EXISTS (SELECT 1 FROM subscriber_fields WHERE subscriber_id = subscribers.id AND field_id = ?)";
const OF_VALUE: &str = "EXISTS (SELECT 1 FROM subscriber_fields WHERE subscriber_id = subscribers.id AND field_id = ? AND value = ?)";
const NOT_OF_VALUE: &str = "NOT EXISTS (SELECT 1 FROM subscriber_fields WHERE subscriber_id = subscribers.id AND field_id = ? AND value = ?)";
const WITH_PART_ON_SQLITE: &str = "
    EXISTS (SELECT 1 FROM subscriber_fields WHERE subscriber_id = subscribers.id AND field_id = ? AND instr(value, ?) > 0)";
const WITH_PART_ON_POSTGRES: &str = "
    EXISTS (SELECT 1 FROM subscriber_fields WHERE subscriber_id = subscribers.id AND field_id = ? AND strpos(value, ?) > 0)";

/// `CASE` keeps an engine from making numbers of other fields, which would fail.
const LESS: &str = "
    EXISTS (SELECT 1 FROM subscriber_fields WHERE subscriber_id = subscribers.id AND field_id = ?
            AND CASE WHEN field_id = ? THEN CAST(value AS DOUBLE PRECISION) END < ?)";
const MORE: &str = "
    EXISTS (SELECT 1 FROM subscriber_fields WHERE subscriber_id = subscribers.id AND field_id = ?
            AND CASE WHEN field_id = ? THEN CAST(value AS DOUBLE PRECISION) END > ?)";

/// Days are of one form, so they sort as texts.
const BEFORE: &str = "EXISTS (SELECT 1 FROM subscriber_fields WHERE subscriber_id = subscribers.id AND field_id = ? AND value < ?)";
const SINCE: &str = "EXISTS (SELECT 1 FROM subscriber_fields WHERE subscriber_id = subscribers.id AND field_id = ? AND value >= ?)";
