//! The meaning of a cell: a standing, yes or no, nothing at all, a date. A state word outside the vocabulary stops an import.

use std::borrow::Cow;

use super::headings::plain;
use super::standing::Standing;
use super::vocabulary::{
    BOUNCED, END_WORDS, ENDS, HARMLESS, LEFT, PLAIN, SUBSCRIBED, UNCONFIRMED, UNMISTAKABLE,
};
use super::words::Words;

impl Standing {
    /// What a cell says.
    pub(super) fn of_cell(cell: &str) -> Option<Self> {
        let letters = plain(cell);
        Self::of_known_word(&letters).or_else(|| {
            // `not bounced` and `never bounced` say the opposite of what they hold.
            let denies = ["not", "no", "never", "안", "미"]
                .iter()
                .any(|no| letters.starts_with(no));
            (!denies)
                .then(|| end_in(&letters, &Words::of(cell)))
                .flatten()
        })
    }

    /// The standing that a word of the vocabulary names, given as letters alone in lower case. Pieces of longer words do not count.
    pub(super) fn of_known_word(word: &str) -> Option<Self> {
        let tables = [
            (SUBSCRIBED, Self::Subscribed),
            (UNCONFIRMED, Self::Unconfirmed),
            (BOUNCED, Self::Bounced),
            (LEFT, Self::Left),
        ];
        let exact = tables.iter().find(|(words, _)| words.contains(&word));
        exact.map(|(_, standing)| *standing)
    }

    /// True for a word that says that somebody gets no mail, whatever its column is called.
    pub(super) fn is_plain_end(word: &str) -> bool {
        PLAIN.contains(&word)
    }
}

/// True for a text, given as letters alone, that holds an unmistakable phrase of an end.
pub(super) fn holds_end(text: &str) -> bool {
    UNMISTAKABLE.iter().any(|phrase| text.contains(phrase))
}

/// The end that a heading or a cell speaks of, given as letters alone and in words.
pub(super) fn end_in(letters: &str, words: &Words) -> Option<Standing> {
    let of_word = || {
        let mut ends = END_WORDS.iter();
        ends.find(|(forms, _)| words.has(forms))
            .map(|(_, end)| *end)
    };
    piece_of_end(letters).or_else(of_word)
}

/// The end of which a text, given as letters alone, holds an unmistakable piece.
fn piece_of_end(text: &str) -> Option<Standing> {
    let mut text = Cow::Borrowed(text);
    for harmless in HARMLESS {
        if text.contains(harmless) {
            text = text.replace(harmless, "").into();
        }
    }
    let end = ENDS.iter().find(|(piece, _)| text.contains(piece));
    end.map(|(_, standing)| *standing)
}

/// True, false or nothing at all, as spreadsheets write it.
pub(super) fn truth(word: &str) -> Option<bool> {
    match word {
        "true" | "yes" | "y" | "1" | "on" | "t" | "o" | "예" | "네" | "참" | "ja" | "oui"
        | "si" | "sí" | "はい" => Some(true),
        "false" | "no" | "n" | "0" | "off" | "f" | "아니오" | "아니요" | "아뇨" | "거짓"
        | "nein" | "non" | "いいえ" => Some(false),
        _ => None,
    }
}

/// True for a cell that says nothing: empty, or one of the words for nothing.
pub(super) fn is_blank(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['"', '\'']);
    cell.is_empty()
        || cell.starts_with("0000-00-00") // MySQL's empty date
        || ["-", "—", "\\N", "없음"].contains(&cell)
        || ["null", "none", "nil", "nan", "n/a", "na", "undefined"]
            .iter()
            .any(|word| cell.eq_ignore_ascii_case(word))
}

/// True for a date or a time of any common spelling.
pub(super) fn is_date(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let rest: String = cell.chars().filter(|c| !c.is_ascii_digit()).collect();
    let is_ours = |c: char| " -/.:+,TZUTCGMAPampKS년월일시분초오전후()".contains(c);
    digits >= 6 && rest.chars().all(is_ours)
}
