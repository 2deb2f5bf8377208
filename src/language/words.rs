//! The words that carry the sense of a text, in one comparable form.
//! Invariant: words come in order, composed (NFC), without particles, endings and stop words.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{hangul, stems};

/// Korean words that say nothing by themselves, as they look after stemming.
const KOREAN_STOP_WORDS: &[&str] = &[
    "것",
    "거",
    "게",
    "수",
    "등",
    "때",
    "그",
    "이",
    "저",
    "및",
    "또",
    "또는",
    "또한",
    "더",
    "가장",
    "이번",
    "통해",
    "위해",
    "대해",
    "따라",
    "따르",
    "관련",
    "경우",
    "우리",
    "자신",
    "모두",
    "다른",
    "어떤",
    "모든",
    "여러",
    "대한",
    "위한",
    "통한",
    "지난",
    "이후",
    "그리고",
    "하지만",
    "그러나",
    "그래서",
    "따라서",
    "즉",
    "결국",
    "이런",
    "그런",
    "이러",
    "그러",
    "이미",
    "매우",
    "아주",
    "너무",
    "바로",
    "다시",
    "아직",
    "여전히",
    "함께",
    "때문",
    "정도",
    "중",
    "점",
    "데",
    "약",
    "총",
    "각",
    "위",
    "뿐",
    "만큼",
    "이제",
    "이건",
    "그것",
    "이것",
    "무엇",
    "이렇",
    "그렇",
    "다만",
    "한편",
    "특히",
    "역시",
    "만약",
    "만일",
    "혹은",
    "아니",
    "않",
    "못",
    "잘",
    "안",
    "둘",
    "한",
    "두",
    "세",
    "몇",
];

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

/// The words of a text: Korean ones as stems, English ones in lower case and lightly stemmed, numbers with their unit.
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
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
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
            _ => c.is_alphanumeric(),
        };
        if !joins {
            return at;
        }
        before = c;
    }
    text.len()
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
        if let Some(stem) = stem.filter(|stem| !KOREAN_STOP_WORDS.contains(stem)) {
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
