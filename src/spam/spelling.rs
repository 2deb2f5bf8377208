//! The words of a text as a reader sees them: plain letters, composed Hangul, letters of other scripts that stand for Latin ones,
//! and separated syllables (`바 카 라`, `카.지.노`) joined. Whole words are not joined: 초코바 카라멜 does not contain 바카라.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::language::{hangul, jamo};

/// A text in plain letters.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// Its words in their order, in lower case.
    pub words: Vec<String>,
    /// True when letters were hidden: `ㅋㅏㅈㅣㄴㅗ`, `ㅋr지노`, a Cyrillic letter in `саsino`, `v1agra`, `c a s i n o`.
    pub is_masked: bool,
    /// Those of them that were written with Latin letters and digits, such as ids: `lo4nboy`, which is read as `loanboy`.
    pub with_digits: BTreeSet<String>,
}

/// Latin letters that stand for a vowel behind a consonant: `ㅋr` is 카.
const LATIN_VOWELS: &[(char, char)] = &[
    ('r', 'ㅏ'),
    ('H', 'ㅐ'),
    ('l', 'ㅣ'),
    ('i', 'ㅣ'),
    ('1', 'ㅣ'),
    ('|', 'ㅣ'),
];

/// Cyrillic and Greek letters that look like Latin ones.
const LOOK_ALIKES: &[(&str, &str)] = &[
    ("аеорсухіјѕһԁкмтнвгп", "aeopcyxijshdkmthbrn"),
    ("αορνεικτυχβηω", "aopveiktuxbnw"),
];

/// Digits and marks that stand for letters between letters.
const DIGITS: (&str, &str) = ("013457@$", "oieastas");

/// Single Latin letters in a row that are one word; `a b` and `plan B` are none.
const SPELT_OUT: usize = 4;

impl Spelling {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let vowels = with_vowels(text);
        let composed = jamo::compose(&vowels);
        let mut is_masked = composed != text;
        let plain = normal(&composed).to_lowercase();
        let mut apart = Vec::new();
        let mut with_digits = BTreeSet::new();
        for whole in plain.split(|c: char| !(c.is_alphanumeric() || "@$_".contains(c))) {
            let has_digits = whole.contains(|c: char| c.is_ascii_digit());
            for word in whole.split('_') {
                let folded = folded(word);
                is_masked |= folded != word;
                for piece in folded.split(['@', '$']).filter(|piece| !piece.is_empty()) {
                    if has_digits && piece.contains(|c: char| c.is_ascii_lowercase()) {
                        with_digits.insert(piece.to_owned());
                    }
                    apart.push(piece.to_owned());
                }
            }
        }
        let (words, is_joined) = joined(apart);
        Self {
            words,
            is_masked: is_masked || is_joined,
            with_digits,
        }
    }
}

/// The text in the form NFKC, in which letters of other widths and styles are plain ones. Hangul letters that stand apart stay:
/// that form knows them only as parts of syllables.
fn normal(text: &str) -> String {
    let is_apart = |c: char| ('ㄱ'..='ㆎ').contains(&c);
    let mut plain = String::with_capacity(text.len());
    for piece in text.split_inclusive(is_apart) {
        let rest = piece.trim_end_matches(is_apart);
        plain.extend(rest.nfkc());
        plain.push_str(&piece[rest.len()..]);
    }
    plain
}

/// The text with vowels in place of Latin letters behind a consonant that stands apart; `ㅋㅋi` is laughter.
fn with_vowels(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |place: Option<usize>| place.and_then(|place| letters.get(place)).copied();
    let is_consonant = |c: char| ('ㄱ'..='ㅎ').contains(&c);
    let vowel = |place: usize| {
        let lead = at(place.checked_sub(1)).filter(|c| is_consonant(*c))?;
        let is_laughter = at(place.checked_sub(2)) == Some(lead);
        let goes_on = at(Some(place + 1)).is_some_and(|c| c.is_ascii_alphanumeric());
        let found = LATIN_VOWELS
            .iter()
            .find(|(latin, _)| *latin == letters[place]);
        found
            .filter(|_| !is_laughter && !goes_on)
            .map(|(_, vowel)| *vowel)
    };
    let plain = letters.iter().enumerate();
    plain
        .map(|(place, letter)| vowel(place).unwrap_or(*letter))
        .collect()
}

/// A word that mixes Latin letters with their look-alikes, in Latin letters alone.
fn folded(word: &str) -> String {
    if !word.contains(|c: char| c.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let latin = |letter: char| {
        let found = LOOK_ALIKES
            .iter()
            .find_map(|(from, to)| translated(letter, from, to));
        found.unwrap_or(letter)
    };
    let letters: Vec<char> = word.chars().map(latin).collect();
    let is_letter = |place: Option<usize>| {
        let letter = place.and_then(|place| letters.get(place));
        letter.is_some_and(char::is_ascii_lowercase)
    };
    let plain = letters.iter().enumerate().map(|(place, letter)| {
        let is_inside = is_letter(place.checked_sub(1)) && is_letter(Some(place + 1));
        let digit = translated(*letter, DIGITS.0, DIGITS.1);
        digit.filter(|_| is_inside).unwrap_or(*letter)
    });
    plain.collect()
}

fn translated(letter: char, from: &str, to: &str) -> Option<char> {
    let place = from.chars().position(|other| other == letter)?;
    to.chars().nth(place)
}

/// Joins syllables that stand apart, and Latin words that are spelt out; true when there is one of the latter.
fn joined(apart: Vec<String>) -> (Vec<String>, bool) {
    let mut words: Vec<String> = Vec::with_capacity(apart.len());
    let (mut is_after_syllable, mut letters, mut is_masked) = (false, 0, false);
    for word in apart {
        let is_syllable = is_one(&word, hangul::is_syllable);
        letters = if is_one(&word, |c| c.is_ascii_lowercase()) {
            letters + 1
        } else {
            0
        };
        if letters >= SPELT_OUT {
            let before = if letters == SPELT_OUT {
                SPELT_OUT - 1
            } else {
                1
            };
            let start = words.len() - before;
            let whole = words.split_off(start).concat() + &word;
            words.push(whole);
            is_masked = true;
        } else {
            match words.last_mut() {
                Some(last) if is_syllable && is_after_syllable => last.push_str(&word),
                _ => words.push(word),
            }
        }
        is_after_syllable = is_syllable;
    }
    (words, is_masked)
}

fn is_one(word: &str, kind: impl Fn(char) -> bool) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(kind) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::Spelling;

    fn words(text: &str) -> String {
        Spelling::of(text).words.join(" ")
    }

    #[test]
    fn hidden_letters_are_read_as_people_read_them() {
        for (hidden, plain) in [
            ("ㅋㅏㅈㅣㄴㅗ", "카지노"),
            ("ㅋrㅈl노", "카지노"),
            ("ㄷH출 ㅅㅏㅇㄷㅏㅁ", "대출 상담"),
            ("саsinо", "casino"),
            ("v1agra", "viagra"),
            ("c@sin0s", "casinos"),
            ("ca$h", "cash"),
            ("c a s i n o", "casino"),
        ] {
            let read = Spelling::of(hidden);
            assert!(read.is_masked, "{hidden}");
            assert!(
                read.words.join(" ").starts_with(plain),
                "{hidden}: {:?}",
                read.words
            );
        }
        assert_eq!(words("바 카 라 추천, 카.지.노"), "바카라 추천 카지노");
        assert_eq!(words("ＣＡＳＩＮＯ"), "casino");
    }

    #[test]
    fn plain_text_stays() {
        for text in [
            "초코바 카라멜",
            "ㅋㅋi 웃기네요",
            "ㅋㅋㅋ ㅠㅠ 대박",
            "plan b 2 of 10",
            "привет 안녕 hello",
            "mp3 covid19 b2b",
            "ㄱㄱ r e",
        ] {
            let read = Spelling::of(text);
            assert!(!read.is_masked, "{text}");
            assert_eq!(read.words.join(" "), text);
        }
    }
}
