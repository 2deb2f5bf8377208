//! SQL of what was learned. The row of the empty feature counts the texts, so that one statement reads all that a verdict needs.

use sqlx::types::Json;

use super::model::{FeatureCounts, Lesson};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// The feature of the row that counts the texts.
pub(super) const TEXTS: &str = "";

/// The counts of those features that were learned.
pub(super) async fn counts(tx: &mut Tx, features: &[&str]) -> Result<Vec<FeatureCounts>> {
    // A join in this order looks each feature up at once; IN would sort them first.
    const ON_SQLITE: &str = "
        SELECT known.feature, known.spam, known.honest
        FROM json_each($1) AS asked CROSS JOIN spam_features AS known ON known.feature = asked.value";
    const ON_POSTGRES: &str = "
        SELECT known.feature, known.spam, known.honest
        FROM jsonb_array_elements_text($1) AS asked (feature) JOIN spam_features AS known ON known.feature = asked.feature";
    let sql = tx.either(ON_SQLITE, ON_POSTGRES);
    on!(tx, conn => sqlx::query_as(sql).bind(Json(features)).fetch_all(conn))
}

/// Counts one more text with these features.
pub(super) async fn add(
    tx: &mut Tx,
    features: &[&str],
    lesson: Lesson,
    now: Timestamp,
) -> Result<()> {
    const ON_SQLITE: &str = "
        INSERT INTO spam_features (feature, spam, honest, learned_at)
        SELECT value, $2, $3, $4 FROM json_each($1) WHERE TRUE
        ON CONFLICT (feature) DO UPDATE SET
            spam = spam_features.spam + excluded.spam, honest = spam_features.honest + excluded.honest,
            learned_at = excluded.learned_at";
    const ON_POSTGRES: &str = "
        INSERT INTO spam_features (feature, spam, honest, learned_at)
        SELECT feature, $2, $3, $4 FROM jsonb_array_elements_text($1) AS learned (feature)
        ON CONFLICT (feature) DO UPDATE SET
            spam = spam_features.spam + excluded.spam, honest = spam_features.honest + excluded.honest,
            learned_at = excluded.learned_at";
    let sql = tx.either(ON_SQLITE, ON_POSTGRES);
    let (spam, honest) = one(lesson);
    changed!(tx, conn => sqlx::query(sql).bind(Json(features)).bind(spam).bind(honest).bind(now).execute(conn))?;
    Ok(())
}

/// Counts one text less with these features.
pub(super) async fn take_away(tx: &mut Tx, features: &[&str], lesson: Lesson) -> Result<()> {
    const ON_SQLITE: &str = "
        UPDATE spam_features SET spam = CASE WHEN spam > $2 THEN spam - $2 ELSE 0 END,
               honest = CASE WHEN honest > $3 THEN honest - $3 ELSE 0 END
        WHERE feature IN (SELECT value FROM json_each($1))";
    const ON_POSTGRES: &str = "
        UPDATE spam_features SET spam = CASE WHEN spam > $2 THEN spam - $2 ELSE 0 END,
               honest = CASE WHEN honest > $3 THEN honest - $3 ELSE 0 END
        WHERE feature IN (SELECT jsonb_array_elements_text($1))";
    const UNUSED_ON_SQLITE: &str = "
        DELETE FROM spam_features WHERE spam = 0 AND honest = 0 AND feature IN (SELECT value FROM json_each($1))";
    const UNUSED_ON_POSTGRES: &str = "
        DELETE FROM spam_features WHERE spam = 0 AND honest = 0 AND feature IN (SELECT jsonb_array_elements_text($1))";
    let (spam, honest) = one(lesson);
    let less = tx.either(ON_SQLITE, ON_POSTGRES);
    changed!(tx, conn => sqlx::query(less).bind(Json(features)).bind(spam).bind(honest).execute(conn))?;
    let unused = tx.either(UNUSED_ON_SQLITE, UNUSED_ON_POSTGRES);
    changed!(tx, conn => sqlx::query(unused).bind(Json(features)).execute(conn))?;
    Ok(())
}

fn one(lesson: Lesson) -> (i64, i64) {
    match lesson {
        Lesson::Spam => (1, 0),
        Lesson::Honest => (0, 1),
    }
}

/// The time of the last lesson.
pub(super) async fn last_lesson(tx: &mut Tx) -> Result<Option<Timestamp>> {
    const SQL: &str = "SELECT learned_at FROM spam_features WHERE feature = ''";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_optional(conn))
}

/// The number of features, without the row of the texts.
pub(super) async fn count(tx: &mut Tx) -> Result<i64> {
    const SQL: &str = "SELECT count(*) FROM spam_features WHERE feature <> ''";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))
}

/// The features that most differ between the kinds, by their shares among `spam` and `honest` texts.
pub(super) async fn most_telling(
    tx: &mut Tx,
    lesson: Lesson,
    texts: (i64, i64),
    most: i64,
) -> Result<Vec<FeatureCounts>> {
    const OF_SPAM: &str = "
        SELECT feature, spam, honest FROM spam_features WHERE feature <> '' AND spam * $2 > honest * $1
        ORDER BY spam * $2 - honest * $1 DESC, feature LIMIT $3";
    const OF_HONEST: &str = "
        SELECT feature, spam, honest FROM spam_features WHERE feature <> '' AND honest * $1 > spam * $2
        ORDER BY honest * $1 - spam * $2 DESC, feature LIMIT $3";
    let sql = match lesson {
        Lesson::Spam => OF_SPAM,
        Lesson::Honest => OF_HONEST,
    };
    let (spam, honest) = texts;
    on!(tx, conn => sqlx::query_as(sql).bind(spam).bind(honest).bind(most).fetch_all(conn))
}

/// Features in their order after this one, without the row of the texts.
pub(super) async fn after(tx: &mut Tx, feature: &str, most: i64) -> Result<Vec<FeatureCounts>> {
    const SQL: &str = "SELECT feature, spam, honest FROM spam_features WHERE feature > $1 ORDER BY feature LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(feature).bind(most).fetch_all(conn))
}

pub(super) async fn delete_all(tx: &mut Tx) -> Result<u64> {
    const SQL: &str = "DELETE FROM spam_features";
    changed!(tx, conn => sqlx::query(SQL).execute(conn))
}
