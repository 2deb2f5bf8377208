//! Naive Bayes over features: how much the lessons so far speak for spam or against it.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::features::{NAME, PAIR};

/// What a moderator's decision teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// The text is spam.
    Spam,
    /// The text is not.
    Honest,
}

crate::text_enum!(Lesson { Spam => "spam", Honest => "honest" });

/// How many texts of each kind had a feature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct FeatureCounts {
    /// The feature.
    pub feature: String,
    /// The number of spam texts.
    pub spam: i64,
    /// The number of honest texts.
    pub honest: i64,
}

/// A word of a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnedWord {
    /// The feature.
    pub word: String,
    /// Ten times the logarithm of its odds, above zero for spam.
    pub tenths: i64,
}

/// What the lessons say about a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnedVerdict {
    /// Above zero for spam, below it for an honest text.
    pub weight: i64,
    /// The words that say most for this side, the first most. No part of the author's name is among them: they are stored with the
    /// comment, and outlast the name.
    pub words: Vec<LearnedWord>,
}

/// Texts of a kind that must be learned before the filter says anything of it.
pub const MINIMUM: i64 = 3;
/// The most that the filter weighs.
pub const MOST: i64 = 15;
/// The most before any honest texts were learned: less than what holds a comment by itself.
pub const MOST_ALONE: i64 = 7;
/// The most that it takes away.
const MOST_HONEST: i64 = 8;
/// The strength of the assumption that a feature says nothing, in texts.
const DOUBT: f64 = 1.0;
/// The most that one feature says, as the logarithm of its odds.
const MOST_OF_ONE: f64 = 4.0;
/// A feature that says less is left out.
const LEAST_OF_ONE: f64 = 0.4;
/// Features that are added; the others say less.
const STRONGEST: usize = 40;
/// Weight of a logarithm of one.
const SCALE: f64 = 3.0;
/// The part that a pair of syllables says: its word says the same once more.
const OF_PAIRS: f64 = 0.6;
/// Many features repeat each other, so that their sum is divided by a power of their number; fewer than these count as these.
const FEW: usize = 6;
/// That power.
const POWER: f64 = 0.3;
/// Words that explain a verdict.
const SHOWN: usize = 5;

/// The numbers of learned texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Spam.
    pub spam: i64,
    /// Honest texts.
    pub honest: i64,
}

impl Model {
    /// The verdict on a text with these features; `None` before enough was learned. The order of the features changes nothing.
    pub fn judge(self, counts: &[FeatureCounts]) -> Option<LearnedVerdict> {
        if self.spam < MINIMUM {
            return None;
        }
        let mut odds: Vec<(f64, &str)> = counts
            .iter()
            .map(|counts| (self.log_odds(counts), counts.feature.as_str()))
            .filter(|(odds, _)| odds.abs() >= LEAST_OF_ONE)
            .collect();
        odds.sort_by(|a, b| stronger(*a, *b));
        odds.truncate(STRONGEST);
        let sum: f64 = odds.iter().map(|(odds, _)| odds).sum();
        let number = f64::from(u32::try_from(odds.len().max(FEW)).unwrap_or(u32::MAX));
        let most = if self.honest < MINIMUM {
            MOST_ALONE
        } else {
            MOST
        };
        let weight = whole(sum / number.powf(POWER) * SCALE).clamp(-MOST_HONEST, most);
        let words = odds
            .iter()
            .filter(|(odds, feature)| (*odds > 0.0) == (weight > 0) && !feature.starts_with(NAME));
        Some(LearnedVerdict {
            weight,
            words: words
                .take(SHOWN)
                .map(|(odds, feature)| LearnedWord {
                    word: (*feature).to_owned(),
                    tenths: whole(odds * 10.0),
                })
                .collect(),
        })
    }

    /// The logarithm of the odds that a text with this feature is spam. A feature that was seen rarely says little.
    pub fn log_odds(self, counts: &FeatureCounts) -> f64 {
        let (spam, honest) = (number(counts.spam), number(counts.honest));
        let spam_share = spam / number(self.spam.max(1));
        let honest_share = honest / number(self.honest.max(1));
        if spam_share + honest_share <= 0.0 {
            return 0.0;
        }
        let share = spam_share / (spam_share + honest_share);
        let seen = spam + honest;
        let sure = (DOUBT * 0.5 + seen * share) / (DOUBT + seen);
        let odds = (sure / (1.0 - sure)).ln().clamp(-MOST_OF_ONE, MOST_OF_ONE);
        if counts.feature.starts_with(PAIR) {
            odds * OF_PAIRS
        } else {
            odds
        }
    }
}

fn stronger(a: (f64, &str), b: (f64, &str)) -> Ordering {
    b.0.abs().total_cmp(&a.0.abs()).then_with(|| a.1.cmp(b.1))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of comments are far below 2^52"
)]
fn number(count: i64) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, reason = "weights are small")]
fn whole(weight: f64) -> i64 {
    weight.round() as i64
}
