//! Words of a text in a comparable form.
//! Invariant: words come in order, composed (NFC), without particles, endings and stop words.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{hangul, stems};

/// Korean stop words as stems, sorted for a binary search.
const KOREAN_STOP_WORDS: &[&str] = &[
    "가장",
    "각",
    "거",
    "것",
    "게",
    "결국",
    "경우",
    "관련",
    "그",
    "그것",
    "그래서",
    "그러",
    "그러나",
    "그런",
    "그렇",
    "그리고",
    "너무",
    "다른",
    "다만",
    "다시",
    "대한",
    "대해",
    "더",
    "데",
    "두",
    "둘",
    "등",
    "따라",
    "따라서",
    "따르",
    "때",
    "때문",
    "또",
    "또는",
    "또한",
    "만약",
    "만일",
    "만큼",
    "매우",
    "몇",
    "모두",
    "모든",
    "못",
    "무엇",
    "및",
    "바로",
    "뿐",
    "세",
    "수",
    "아니",
    "아주",
    "아직",
    "안",
    "않",
    "약",
    "어떤",
    "여러",
    "여전히",
    "역시",
    "우리",
    "위",
    "위한",
    "위해",
    "이",
    "이건",
    "이것",
    "이러",
    "이런",
    "이렇",
    "이미",
    "이번",
    "이제",
    "이후",
    "자신",
    "잘",
    "저",
    "점",
    "정도",
    "중",
    "즉",
    "지난",
    "총",
    "통한",
    "통해",
    "특히",
    "하지만",
    "한",
    "한편",
    "함께",
    "혹은",
];

/// The same for English, before stemming.
const ENGLISH_STOP_WORDS: &[&str] = &[
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because",
    "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "for", "from",
    "had", "has", "have", "he", "her", "here", "him", "his", "how", "i", "if", "in", "into", "is",
    "it", "its", "just", "may", "me", "more", "most", "my", "no", "not", "now", "of", "on", "one",
    "only", "or", "other", "our", "out", "over", "she", "should", "so", "some", "such", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too",
    "up", "us", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who",
    "why", "will", "with", "would", "you", "your",
];

/// Returns the words of a text: Korean ones as stems, English ones in lower case and lightly stemmed, numbers with their unit.
pub fn words(text: &str) -> Vec<String> {
    let composed: Cow<'_, str> = if is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    };
    let mut found = Vec::new();
    for run in runs(&composed) {
        push_words(run, &mut found);
    }
    found
}

/// Stretches of letters and digits, with what joins them inside: 4.5, 1,000, don't.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !is_of_word(c));
        if rest.is_empty() {
            return None;
        }
        let (run, after) = rest.split_at(run_length(rest));
        rest = after;
        Some(run)
    })
}

fn run_length(text: &str) -> usize {
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = match c {
            '.' | ',' => {
                before.is_ascii_digit()
                    && chars.peek().is_some_and(|&(_, next)| next.is_ascii_digit())
            }
            '\'' | '’' => {
                before.is_alphabetic()
                    && chars
                        .peek()
                        .is_some_and(|&(_, next)| next.is_ascii_alphabetic())
            }
            _ => is_of_word(c),
        };
        if !joins {
            return at;
        }
        before = c;
    }
    text.len()
}

/// Hangul comes first, since the standard library uses a slower table.
fn is_of_word(c: char) -> bool {
    hangul::is_syllable(c) || c.is_alphanumeric()
}

/// A run may change its script: Microsoft와, 150억, AI산업의.
fn push_words(run: &str, found: &mut Vec<String>) {
    let first_korean = run.find(hangul::is_syllable).unwrap_or(run.len());
    let (head, tail) = run.split_at(first_korean);
    let korean_length = tail.find(|c| !hangul::is_syllable(c)).unwrap_or(tail.len());
    let (korean, rest) = tail.split_at(korean_length);
    let stem = if head.is_empty() {
        stems::korean(korean)
    } else {
        stems::korean_after_foreign(korean)
    };
    if head.ends_with(|c: char| c.is_ascii_digit()) {
        // 억 and 월 make sense with their number only.
        found.push(format!("{head}{}", stem.unwrap_or_default()));
    } else {
        if !head.is_empty() {
            push_foreign(head, found);
        }
        if let Some(stem) = stem.filter(|stem| KOREAN_STOP_WORDS.binary_search(stem).is_err()) {
            found.push(stem.to_owned());
        }
    }
    if !rest.is_empty() {
        push_words(rest, found);
    }
}

fn push_foreign(word: &str, found: &mut Vec<String>) {
    let lower = word.to_lowercase();
    if ENGLISH_STOP_WORDS.binary_search(&lower.as_str()).is_err() {
        found.push(stems::english(&lower).into_owned());
    }
}
