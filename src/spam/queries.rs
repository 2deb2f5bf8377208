//! SQL of what was learned. The row of the empty feature counts the texts, so that one statement reads all that a verdict needs.

use sqlx::AssertSqlSafe;

use super::model::{FeatureCounts, Lesson};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::{changed, on};

/// The feature of the row that counts the texts.
pub(super) const TEXTS: &str = "";

/// Lookups ask for a multiple of this number, so that few statements are prepared.
const ROUND: usize = 16;

/// The counts of those features that were learned.
pub(super) async fn counts(tx: &mut Tx, features: &[&str]) -> Result<Vec<FeatureCounts>> {
    let asked = features.len().next_multiple_of(ROUND);
    let padding = std::iter::repeat_n(&TEXTS, asked - features.len());
    let sql = format!(
        "SELECT feature, spam, honest FROM spam_features WHERE feature IN ({})",
        places(1, asked)
    );
    on!(tx, conn => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for feature in features.iter().chain(padding) {
            query = query.bind(*feature);
        }
        query.fetch_all(conn)
    })
}

/// Adds these counts.
pub(super) async fn add(tx: &mut Tx, counts: &[FeatureCounts], now: Timestamp) -> Result<()> {
    let rows: Vec<String> = (0..counts.len())
        .map(|row| format!("($1, {})", places(row * 3 + 2, 3)))
        .collect();
    let sql = format!(
        "INSERT INTO spam_features (learned_at, feature, spam, honest) VALUES {}
         ON CONFLICT (feature) DO UPDATE SET
             spam = spam_features.spam + excluded.spam, honest = spam_features.honest + excluded.honest,
             learned_at = excluded.learned_at",
        rows.join(", ")
    );
    changed!(tx, conn => {
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(now);
        for counts in counts {
            query = query.bind(&counts.feature).bind(counts.spam).bind(counts.honest);
        }
        query.execute(conn)
    })?;
    Ok(())
}

/// Counts one text less with these features.
pub(super) async fn take_away(tx: &mut Tx, features: &[&str], lesson: Lesson) -> Result<()> {
    const UNUSED: &str = "DELETE FROM spam_features WHERE spam = 0 AND honest = 0";
    let sql = format!(
        "UPDATE spam_features SET spam = CASE WHEN spam > $1 THEN spam - $1 ELSE 0 END,
                honest = CASE WHEN honest > $2 THEN honest - $2 ELSE 0 END
         WHERE feature IN ({})",
        places(3, features.len())
    );
    let (spam, honest) = match lesson {
        Lesson::Spam => (1_i64, 0_i64),
        Lesson::Honest => (0, 1),
    };
    changed!(tx, conn => {
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(spam).bind(honest);
        for feature in features {
            query = query.bind(*feature);
        }
        query.execute(conn)
    })?;
    changed!(tx, conn => sqlx::query(UNUSED).execute(conn))?;
    Ok(())
}

/// `$3, $4, $5`
fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count)
        .map(|place| format!("${place}"))
        .collect();
    places.join(", ")
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

pub(super) async fn delete_all(tx: &mut Tx) -> Result<()> {
    const SQL: &str = "DELETE FROM spam_features";
    changed!(tx, conn => sqlx::query(SQL).execute(conn))?;
    Ok(())
}
