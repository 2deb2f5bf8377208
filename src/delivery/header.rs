//! Headers as text: folded at 78 columns, seven bits by encoded words, and nothing in a value can begin a header of its own.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::clock::Timestamp;

/// Columns of a line, where its words allow (RFC 5322, section 2.1.1).
const COLUMNS: usize = 78;
/// Octets that no line may exceed (the same section).
pub(super) const LONGEST_LINE: usize = 998;
/// What stands around the base64 of an encoded word (RFC 2047, section 2).
const WORD_OPEN: &str = "=?utf-8?B?";
const WORD_CLOSE: &str = "?=";
/// Base64 characters of the longest encoded word: 75 without its ends, down to a whole group of four.
const LONGEST_WORD: usize = 60;
/// An encoded word shorter than this is not worth its place at the end of a line.
const SHORTEST_WORD: usize = 16;

/// The head of a message, header by header.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    text: String,
    /// Octets on the last line so far.
    column: usize,
}

impl Head {
    /// Goes on after headers that were written before.
    pub(super) fn after(text: &str, room: usize) -> Self {
        let mut whole = String::with_capacity(text.len() + room);
        whole.push_str(text);
        Self {
            text: whole,
            column: 0,
        }
    }

    /// The headers, each with its line break.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The same, to be gone on with as a whole message.
    pub(super) fn into_octets(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    /// A header of free text, such as a subject.
    pub(super) fn free_text(&mut self, name: &str, text: &str) {
        self.open(name);
        if is_plain(text) {
            self.words(text);
        } else {
            self.encoded_words(text);
        }
        self.close();
    }

    /// A header of words that are seven bits already and hold no space.
    pub(super) fn tokens<'a>(&mut self, name: &str, tokens: impl IntoIterator<Item = &'a str>) {
        self.open(name);
        for token in tokens {
            self.word(token);
        }
        self.close();
    }

    /// A phrase and what stands in angle brackets after it: a mailbox, or a list's identity.
    pub(super) fn named(&mut self, name: &str, phrase: Option<&str>, identity: &str) {
        self.open(name);
        match phrase {
            Some(phrase) => {
                self.phrase(phrase);
                self.word(&format!("<{identity}>"));
            }
            None => self.word(identity),
        }
        self.close();
    }

    /// A moment (RFC 5322, section 3.3), in UTC.
    pub(super) fn moment(&mut self, name: &str, moment: Timestamp) {
        let civil = moment.civil();
        let date = civil.strftime("%a, %d %b %Y %H:%M:%S +0000");
        let _ = write!(self.text, "{name}: {date}\r\n");
    }

    fn open(&mut self, name: &str) {
        self.text.push_str(name);
        self.text.push(':');
        self.column = name.len() + 1;
    }

    fn close(&mut self) {
        self.text.push_str("\r\n");
        self.column = 0;
    }

    fn fold(&mut self) {
        self.text.push_str("\r\n");
        self.column = 0;
    }

    /// A word after a space; on the next line when it does not fit on this one.
    fn word(&mut self, word: &str) {
        if self.column + 1 + word.len() > COLUMNS {
            self.fold();
        }
        self.text.push(' ');
        self.text.push_str(word);
        self.column += 1 + word.len();
    }

    fn words(&mut self, text: &str) {
        for word in text.split_ascii_whitespace() {
            self.word(word);
        }
    }

    /// A display name (RFC 5322, section 3.2.5): atoms, a quoted string, or encoded words.
    fn phrase(&mut self, text: &str) {
        let is_atoms = || text.bytes().all(|octet| octet == b' ' || is_atext(octet));
        if !is_plain(text) {
            self.encoded_words(text);
        } else if is_atoms() {
            self.words(text);
        } else {
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
            self.words(&format!("\"{escaped}\""));
        }
    }

    /// The text as encoded words, each as long as its line allows.
    fn encoded_words(&mut self, text: &str) {
        // Whatever could end a line is shown as a space.
        let text = text.replace(|c: char| c.is_control(), " ");
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let ends = 1 + WORD_OPEN.len() + WORD_CLOSE.len();
            let room = COLUMNS.saturating_sub(self.column + ends) / 4 * 4;
            // What fits one word is not divided: not every reader joins the words of a name again.
            let whole_below = rest.len() <= LONGEST_WORD / 4 * 3 && rest.len() > room / 4 * 3;
            if room < SHORTEST_WORD || whole_below {
                self.fold();
                continue;
            }
            let most = room.min(LONGEST_WORD) / 4 * 3;
            let (word, after) = first_word(rest, most);
            self.word(&word);
            rest = after;
        }
    }
}

/// The first encoded word of a text, of `most` octets at most, and what is left. Each word holds whole characters (RFC 2047,
/// section 5), and none but the last is padded: some readers take padding for the end of the text.
fn first_word(text: &str, most: usize) -> (String, &str) {
    let is_whole = |length: &usize| length.is_multiple_of(3) && text.is_char_boundary(*length);
    let length = if text.len() <= most {
        Some(text.len())
    } else {
        (1..=most).rev().find(is_whole)
    };
    if let Some(length) = length {
        let (word, after) = text.split_at(length);
        return (
            format!("{WORD_OPEN}{}{WORD_CLOSE}", STANDARD.encode(word)),
            after,
        );
    }
    // A character of another length before Hangul: no number of characters comes to whole groups. It goes by itself, in the
    // other encoding, which needs no padding.
    let first = text.chars().next().map_or(0, char::len_utf8);
    let (word, after) = text.split_at(first);
    let mut quoted = String::from("=?utf-8?Q?");
    for octet in word.bytes() {
        if octet.is_ascii_alphanumeric() {
            quoted.push(char::from(octet));
        } else {
            let _ = write!(quoted, "={octet:02X}");
        }
    }
    (quoted + WORD_CLOSE, after)
}

/// True for text that can stand as it is: seven bits, nothing that reads as an encoded word, no word longer than a line.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|octet| (b' '..=b'~').contains(&octet))
        && !text.contains("=?")
        && text.split(' ').all(|word| word.len() < COLUMNS - 4)
}

fn is_atext(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&octet)
}
