//! Full stops that do not end a sentence: "Dr. Kim", "J. Kim", "e.g. this", "1. First", "2025. 11. 18.".
//! Invariant: only the words beside the full stop decide, so that splitting stays linear.

use super::{hangul, spans};

/// A full stop after these never ends a sentence.
const INTRODUCING: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "gen", "rep", "sen", "gov", "capt", "col", "lt", "rev",
    "hon", "vs", "fig", "eq", "vol", "pp", "cf", "approx", "mt", "ft", "e.g", "i.e", "ed", "eds",
    "sgt", "pres",
];

/// After these a sentence may end; the next word decides.
const TRAILING: &[&str] = &[
    "inc", "ltd", "co", "corp", "jr", "sr", "al", "dept", "est", "bros", "jan", "feb", "mar",
    "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu",
    "fri", "sat", "sun",
];

/// Words that begin a sentence and never follow a name, a title or an initial.
const OPENERS: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "for", "he", "her", "his", "how", "however", "i", "if",
    "in", "it", "its", "now", "on", "our", "she", "so", "that", "the", "their", "there", "these",
    "they", "this", "those", "we", "what", "when", "while", "why", "yet", "you",
];

/// Returns true if a full stop between these words ends the sentence.
/// `before` holds the words before it, last first, the one that it touches without it; `first` says that this one opens
/// the sentence; `after` is the next word.
pub fn full_stop_ends(before: &[&str], first: bool, after: &str) -> bool {
    let Some(&word) = before.first() else {
        return true;
    };
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    if is_number(word, 4) {
        return !(first && word.len() <= 2 || is_part_of_date(word, before, after));
    }
    let lower = word.to_lowercase();
    if lower == "no" {
        return !after.starts_with(|c: char| c.is_ascii_digit());
    }
    if INTRODUCING.contains(&lower.as_str()) {
        return false;
    }
    if is_initials(word) || TRAILING.contains(&lower.as_str()) {
        return opens_sentence(after);
    }
    true
}

/// J and U.S and Ph.D, but neither node.js nor 아.
fn is_initials(word: &str) -> bool {
    let mut parts = word.split('.');
    let all_short =
        parts.all(|p| (1..=2).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphabetic()));
    all_short
        && (word.contains('.')
            || word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Hangul after initials goes on: a Korean sentence ends in its verb, and never in Latin letters with full stops.
fn opens_sentence(word: &str) -> bool {
    if word
        .chars()
        .find(|&c| !spans::is_opening(c))
        .is_some_and(hangul::is_syllable)
    {
        return false;
    }
    if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return !word.starts_with(|c: char| c.is_ascii_digit());
    }
    let bare: String = word.chars().take_while(char::is_ascii_alphabetic).collect();
    OPENERS.contains(&bare.to_lowercase().as_str())
}

/// 2025. 11. 18. is written with blanks in Korean; its last full stop is part of the date too.
fn is_part_of_date(word: &str, before: &[&str], after: &str) -> bool {
    let next_is_part = after.split_once('.').is_some_and(|(number, rest)| {
        is_number(number, 2) && !rest.starts_with(|c: char| c.is_ascii_digit())
    });
    let third = is_number(word, 2)
        && before
            .get(1)
            .and_then(|w| w.strip_suffix('.'))
            .is_some_and(|w| is_number(w, 2))
        && before
            .get(2)
            .and_then(|w| w.strip_suffix('.'))
            .is_some_and(|w| w.len() == 4 && is_number(w, 4));
    next_is_part || third
}

fn is_number(word: &str, longest: usize) -> bool {
    (1..=longest).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}
