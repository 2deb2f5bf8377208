//! The similarity of two sentences.
//! Invariant: it is between 0 and 1, symmetric, and 1 for a sentence and itself.

use std::collections::HashMap;

use crate::language::{bigrams::bigrams, hangul, words::words};

/// The parts of a sentence with their weights, scaled to length 1.
pub(super) struct Features {
    /// Sorted by part.
    parts: Vec<(u32, f32)>,
    /// Words of the sentence without stop words.
    pub words: usize,
    /// The length before scaling.
    pub length: f32,
}

impl Features {
    /// Returns the cosine of the two.
    pub fn similarity(&self, other: &Self) -> f32 {
        let (mut a, mut b) = (self.parts.iter().peekable(), other.parts.iter().peekable());
        let mut sum = 0.0;
        while let (Some(&&(x, weight_x)), Some(&&(y, weight_y))) = (a.peek(), b.peek()) {
            if x <= y {
                a.next();
            }
            if y <= x {
                b.next();
            }
            if x == y {
                sum += weight_x * weight_y;
            }
        }
        sum.min(1.0)
    }
}

/// Calls `tell` with the similarity of each pair that has any; 300 texts take about 1.5 ms. One text at a time becomes an
/// array, so that parts are looked up instead of merged.
pub(super) fn each_pair(features: &[Features], mut tell: impl FnMut(usize, usize, f32)) {
    let parts = features
        .iter()
        .filter_map(|f| f.parts.last())
        .map(|&(part, _)| part as usize + 1)
        .max();
    let mut flat = vec![0.0; parts.unwrap_or(0)];
    for (a, first) in features.iter().enumerate() {
        for &(part, weight) in &first.parts {
            flat[part as usize] = weight;
        }
        for (b, second) in features.iter().enumerate().skip(a + 1) {
            let similarity: f32 = second
                .parts
                .iter()
                .map(|&(part, weight)| weight * flat[part as usize])
                .sum();
            if similarity > 0.0 {
                tell(a, b, similarity.min(1.0));
            }
        }
        for &(part, _) in &first.parts {
            flat[part as usize] = 0.0;
        }
    }
}

/// Returns the features of each text. A part that many texts share weighs less.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of sentences and words are far below 2^23"
)]
pub(super) fn features(texts: &[&str]) -> Vec<Features> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut seen_in: Vec<u32> = Vec::new();
    let mut counted: Vec<(Vec<(u32, f32)>, usize)> = Vec::with_capacity(texts.len());
    for text in texts {
        let words = words(text);
        let mut parts: Vec<u32> = Vec::new();
        for word in &words {
            for part in parts_of(word) {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                let number = match numbers.get(part) {
                    Some(&number) => number,
                    None => *numbers.entry(part.to_owned()).or_insert(next),
                };
                parts.push(number);
            }
        }
        parts.sort_unstable();
        let mut counts: Vec<(u32, f32)> = Vec::new();
        for part in parts {
            match counts.last_mut() {
                Some((last, count)) if *last == part => *count += 1.0,
                _ => counts.push((part, 1.0)),
            }
        }
        seen_in.resize(numbers.len(), 0);
        for &(part, _) in &counts {
            seen_in[part as usize] += 1;
        }
        counted.push((counts, words.len()));
    }
    let total = texts.len() as f32;
    counted
        .into_iter()
        .map(|(mut parts, words)| {
            for (part, weight) in &mut parts {
                *weight *= (1.0 + total / seen_in[*part as usize] as f32).ln();
            }
            let length = parts.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
            for (_, weight) in &mut parts {
                *weight /= length;
            }
            Features {
                parts,
                words,
                length,
            }
        })
        .collect()
}

/// Korean words are compared by pairs of syllables, so that 투자자 and 투자 are similar. Other words are compared as a whole.
fn parts_of(word: &str) -> Vec<&str> {
    if word.chars().all(hangul::is_syllable) {
        bigrams(word).collect()
    } else {
        vec![word]
    }
}
