//! Selection of the best sentences that do not repeat each other, until the summary is long enough.
//! Invariant: the selected sentences keep the order of the post. Each occurs once, and there is at least one if the post has any.

use super::model::Candidate;
use super::ranking::Scores;

/// The share of a sentence's score that its similarity to selected ones costs (maximal marginal relevance).
const REPETITION: f32 = 0.9;
/// From this similarity on two sentences are the same, and the second is never selected.
const SAME: f32 = 0.9;
/// Penalty of a sentence that refers to the one before it, if that one is not selected.
const LEANING: f32 = 0.3;
/// The length of a summary for each of its sentences, in Korean characters.
const WIDTH_A_SENTENCE: usize = 120;

/// First words that refer to the sentence before.
const KOREAN_OPENERS: &[&str] = &[
    "이로써",
    "하지만",
    "다만",
    "그러나",
    "그런데",
    "그래서",
    "그러면",
    "그렇지만",
    "반면",
    "따라서",
    "때문에",
    "이에",
    "이는",
    "이를",
    "이런",
    "이러한",
    "이처럼",
    "이렇게",
    "이와",
    "이건",
    "이것",
    "이때",
    "여기에",
    "여기서",
    "또",
    "또한",
    "게다가",
    "즉",
    "특히",
    "물론",
    "그는",
    "그녀는",
    "그들은",
    "그의",
    "그것",
    "그런",
    "그럼에도",
    "이어",
    "아울러",
    "한편",
    "예를",
    "예컨대",
];
const ENGLISH_OPENERS: &[&str] = &[
    "however",
    "this",
    "that",
    "these",
    "those",
    "but",
    "it",
    "they",
    "he",
    "she",
    "so",
    "therefore",
    "thus",
    "also",
    "moreover",
    "furthermore",
    "instead",
    "then",
    "for",
    "still",
    "yet",
    "such",
    "and",
    "or",
    "meanwhile",
    "its",
    "their",
];

/// Returns the places of the selected sentences, in order.
pub(super) fn select(
    candidates: &[Candidate<'_>],
    ranked: &Scores,
    sentences: usize,
) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    let mut width_left = WIDTH_A_SENTENCE * sentences;
    let mut left: Vec<usize> = (0..candidates.len()).collect();
    while chosen.len() < sentences {
        let best = left
            .iter()
            .map(|&at| (at, worth(at, candidates, ranked, &chosen)))
            .filter(|&(_, worth)| worth.is_finite())
            .max_by(|(a, x), (b, y)| x.total_cmp(y).then(b.cmp(a)));
        let Some((best, _)) = best else {
            break;
        };
        left.retain(|&at| at != best);
        let width = width(candidates[best].text);
        // The next best may still fit where this one doesn't.
        if width <= width_left || chosen.is_empty() {
            chosen.push(best);
            width_left = width_left.saturating_sub(width);
        }
    }
    chosen.sort_unstable();
    chosen
}

fn worth(at: usize, candidates: &[Candidate<'_>], ranked: &Scores, chosen: &[usize]) -> f32 {
    let nearest = chosen
        .iter()
        .map(|&other| ranked.features[at].similarity(&ranked.features[other]))
        .fold(0.0, f32::max);
    if nearest > SAME
        || chosen
            .iter()
            .any(|&other| candidates[other].text == candidates[at].text)
    {
        return f32::NEG_INFINITY;
    }
    let leans = candidates[at].before > 0 || at > 0;
    let leaning = if leans && leans_back(candidates[at].text) && !chosen.contains(&(at - 1)) {
        LEANING
    } else {
        0.0
    };
    ranked.scores[at] - REPETITION * nearest - leaning
}

fn leans_back(sentence: &str) -> bool {
    let word = sentence.split_whitespace().next().unwrap_or_default();
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    KOREAN_OPENERS.contains(&word) || ENGLISH_OPENERS.contains(&word.to_lowercase().as_str())
}

/// Returns the width of a sentence. Five Latin letters count as three syllables.
fn width(text: &str) -> usize {
    let (narrow, wide) =
        text.chars().fold(
            (0, 0),
            |(n, w), c| if c.is_ascii() { (n + 1, w) } else { (n, w + 1) },
        );
    wide + narrow * 3 / 5
}
