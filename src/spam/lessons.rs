//! Lessons: what is learned, taken back, weighed, shown and forgotten.

use std::collections::BTreeMap;

use super::features;
use super::model::{FeatureCounts, LearnedVerdict, Lesson, Model};
use super::queries::{self, TEXTS};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// Features that one statement of an export reads.
const BATCH: i64 = 1_000;
/// Features that one statement counts.
const COUNTED: usize = 1_000;

/// A text with its author's name, and what it teaches.
#[derive(Clone, Copy, Debug)]
pub struct TaughtText<'a> {
    /// The name.
    pub name: &'a str,
    /// The text.
    pub body: &'a str,
    /// What it teaches.
    pub lesson: Lesson,
}

/// What was learned so far.
#[derive(Clone, Debug)]
pub struct Learned {
    /// The numbers of texts.
    pub model: Model,
    /// The number of features.
    pub features: i64,
    /// The time of the last lesson; `None` before the first.
    pub last_lesson: Option<Timestamp>,
}

/// Learns these texts.
pub async fn learn(tx: &mut Tx, texts: &[TaughtText<'_>], now: Timestamp) -> Result<()> {
    // The row of the texts is the first of the map: whoever holds it holds all.
    let mut counts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for text in texts {
        let features = features::of(text.name, text.body);
        for feature in features.into_iter().chain([TEXTS.to_owned()]) {
            let (spam, honest) = counts.entry(feature).or_default();
            match text.lesson {
                Lesson::Spam => *spam += 1,
                Lesson::Honest => *honest += 1,
            }
        }
    }
    let counts: Vec<FeatureCounts> = counts
        .into_iter()
        .map(|(feature, (spam, honest))| FeatureCounts {
            feature,
            spam,
            honest,
        })
        .collect();
    for counts in counts.chunks(COUNTED) {
        queries::add(tx, counts, now).await?;
    }
    Ok(())
}

/// Takes back what this text taught.
pub async fn unlearn(tx: &mut Tx, text: TaughtText<'_>) -> Result<()> {
    queries::take_away(tx, &[TEXTS], text.lesson).await?;
    let features = features::of(text.name, text.body);
    queries::take_away(tx, &borrowed(&features), text.lesson).await
}

/// The verdict on a text with its author's name; `None` before enough was learned.
pub async fn judge(tx: &mut Tx, name: &str, text: &str) -> Result<Option<LearnedVerdict>> {
    let features = features::of(name, text);
    let mut asked = borrowed(&features);
    asked.push(TEXTS);
    let (texts, counts): (Vec<_>, Vec<_>) = queries::counts(tx, &asked)
        .await?
        .into_iter()
        .partition(|counts| counts.feature == TEXTS);
    Ok(model(texts.first()).judge(&counts))
}

/// What was learned so far.
pub async fn learned(tx: &mut Tx) -> Result<Learned> {
    let texts = queries::counts(tx, &[TEXTS]).await?;
    Ok(Learned {
        model: model(texts.first()),
        features: queries::count(tx).await?,
        last_lesson: queries::last_lesson(tx).await?,
    })
}

/// The features that say most for this side, the first most.
pub async fn most_telling(
    tx: &mut Tx,
    model: Model,
    lesson: Lesson,
    most: i64,
) -> Result<Vec<FeatureCounts>> {
    queries::most_telling(tx, lesson, (model.spam.max(1), model.honest.max(1)), most).await
}

/// All features, in the order of their letters.
pub async fn all(tx: &mut Tx) -> Result<Vec<FeatureCounts>> {
    let mut found: Vec<FeatureCounts> = Vec::new();
    loop {
        let last = found.last().map_or(TEXTS, |counts| counts.feature.as_str());
        let more = queries::after(tx, last, BATCH).await?;
        if more.is_empty() {
            break;
        }
        found.extend(more);
    }
    // Engines order letters differently.
    found.sort_by(|a, b| a.feature.cmp(&b.feature));
    Ok(found)
}

/// Forgets everything.
pub async fn reset(tx: &mut Tx) -> Result<()> {
    queries::delete_all(tx).await
}

fn borrowed(features: &[String]) -> Vec<&str> {
    features.iter().map(String::as_str).collect()
}

fn model(texts: Option<&FeatureCounts>) -> Model {
    texts.map_or_else(Model::default, |texts| Model {
        spam: texts.spam,
        honest: texts.honest,
    })
}
