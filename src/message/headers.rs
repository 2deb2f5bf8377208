//! Headers: folded, in seven bits, and none can begin another. lettre's types write them. Names and
//! subjects that lettre would break are encoded here.

use std::fmt::Write as _;
use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::message::header::{
    self, ContentType, Header, HeaderName, HeaderValue, Headers, MIME_VERSION_1_0, MessageId,
    Subject,
};
use lettre::message::{Mailbox, Mailboxes};

use crate::clock::Timestamp;

/// Columns of a line, where its words allow (RFC 5322, section 2.1.1).
const COLUMNS: usize = 78;

/// Octets that no line may exceed (the same section).
pub(super) const LONGEST_LINE: usize = 998;

/// Bytes of the longest word that lettre is given. It fits a line beside a header's name.
const LONGEST_PLAIN_WORD: usize = 66;

/// Columns of a line that lettre writes without folding.
const LETTRE_COLUMNS: usize = 76;

/// What stands around the base64 of an encoded word (RFC 2047, section 2).
const WORD_OPEN: &str = "=?utf-8?B?";

const WORD_CLOSE: &str = "?=";

/// Base64 characters of the longest encoded word: 75 without its ends, down to a whole group of four.
const LONGEST_WORD: usize = 60;

/// An encoded word shorter than this is not worth its place at the end of a line.
const SHORTEST_WORD: usize = 16;

/// The head of a message, header by header.
#[derive(Clone, Debug, Default)]
pub(super) struct Head(Headers);

impl Head {
    /// An empty head with room for this many headers.
    pub(super) fn with_capacity(headers: usize) -> Self {
        Self(Headers::with_capacity(headers))
    }

    pub(super) fn from(&mut self, mailbox: Mailbox) {
        self.mailbox::<header::From>(mailbox);
    }

    pub(super) fn reply_to(&mut self, mailbox: Mailbox) {
        self.mailbox::<header::ReplyTo>(mailbox);
    }

    pub(super) fn to(&mut self, mailbox: Mailbox) {
        self.mailbox::<header::To>(mailbox);
    }

    pub(super) fn subject(&mut self, text: &str) {
        if is_plain(text) {
            let words: Vec<_> = text.split_ascii_whitespace().collect();
            self.0.set(Subject::from(words.join(" ")));
        } else {
            let mut value = FoldedValue::after("Subject");
            value.encoded_words(text);
            self.set("Subject", value);
        }
    }

    /// The moment in UTC (RFC 5322, section 3.3).
    pub(super) fn date(&mut self, moment: Timestamp) {
        let since = Duration::from_secs(moment.unix().unsigned_abs());
        self.0.set(header::Date::new(UNIX_EPOCH + since));
    }

    pub(super) fn message_id(&mut self, id: &str) {
        if MessageId::name().len() + 2 + id.len() > LETTRE_COLUMNS {
            return self.tokens("Message-ID", [id]);
        }
        self.0.set(MessageId::from(id.to_owned()));
    }

    pub(super) fn mime(&mut self, content_type: ContentType) {
        self.0.set(MIME_VERSION_1_0);
        self.0.set(content_type);
    }

    /// A phrase with an identity in angle brackets after it, such as a list's (RFC 2919).
    pub(super) fn identified(&mut self, name: &'static str, phrase: &str, identity: &str) {
        let mut value = FoldedValue::after(name);
        value.phrase(phrase);
        value.word(&format!("<{identity}>"));
        self.set(name, value);
    }

    /// A header of words that are in seven bits and have no spaces.
    pub(super) fn tokens<'a>(
        &mut self,
        name: &'static str,
        tokens: impl IntoIterator<Item = &'a str>,
    ) {
        let mut value = FoldedValue::after(name);
        for token in tokens {
            value.word(token);
        }
        self.set(name, value);
    }

    fn mailbox<H: Header + From<Mailboxes>>(&mut self, mailbox: Mailbox) {
        let header = H::name();
        let name = mailbox.name.as_deref();
        let address: &str = mailbox.email.as_ref();
        let length = header.len() + 2 + name.map_or(0, |name| name.len() + 5) + address.len();
        if name.is_none_or(is_atoms) && length <= LETTRE_COLUMNS {
            self.0.set(H::from(Mailboxes::from(mailbox)));
            return;
        }
        let mut value = FoldedValue::after(&header);
        match name {
            Some(name) => {
                value.phrase(name);
                value.word(&format!("<{address}>"));
            }
            None => value.word(address),
        }
        self.0.insert_raw(value.into_header(header));
    }

    fn set(&mut self, name: &'static str, value: FoldedValue) {
        let name = HeaderName::new_from_ascii_str(name);
        self.0.insert_raw(value.into_header(name));
    }
}

impl std::fmt::Display for Head {
    /// The headers, each with its line break.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

/// The value of a header while it is written, folded.
struct FoldedValue {
    text: String,
    /// Octets on the last line so far, the header's name among them.
    column: usize,
}

impl FoldedValue {
    fn after(name: &str) -> Self {
        Self {
            text: String::new(),
            column: name.len() + 1,
        }
    }

    /// lettre writes a colon and a space before the value.
    fn into_header(self, name: HeaderName) -> HeaderValue {
        let value = self.text.strip_prefix(' ').unwrap_or(&self.text);
        HeaderValue::dangerous_new_pre_encoded(name, String::new(), value.to_owned())
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

    /// A display name (RFC 5322, section 3.2.5): atoms, a quoted string, or encoded words.
    fn phrase(&mut self, text: &str) {
        if !is_plain(text) {
            self.encoded_words(text);
            return;
        }
        let quoted = || format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let text = if text.bytes().all(|byte| byte == b' ' || is_atext(byte)) {
            text.to_owned()
        } else {
            quoted()
        };
        for word in text.split_ascii_whitespace() {
            self.word(word);
        }
    }

    /// The text as encoded words, each as long as its line allows.
    fn encoded_words(&mut self, text: &str) {
        // Characters that could end a line become spaces.
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

/// Splits the first encoded word, of at most `most` bytes, off a text. Each word holds whole
/// characters (RFC 2047, section 5). Only the last one is padded: some readers take padding for the
/// end of the text.
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
    // A character of another length before Hangul never comes to whole groups. It becomes a word of
    // its own in the other encoding, which needs no padding.
    let first = text.chars().next().map_or(0, char::len_utf8);
    let (word, after) = text.split_at(first);
    let mut quoted = String::from("=?utf-8?Q?");
    for byte in word.bytes() {
        if byte.is_ascii_alphanumeric() {
            quoted.push(char::from(byte));
        } else {
            let _ = write!(quoted, "={byte:02X}");
        }
    }
    (quoted + WORD_CLOSE, after)
}

/// True for text that lettre writes correctly. Other text breaks: a line break begins a header,
/// `=?` reads as an encoded word, a long word exceeds 998 octets in a line, and text beyond ASCII
/// is divided into words with padding in the middle.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && !text.contains("=?")
        && text.split(' ').all(|word| word.len() <= LONGEST_PLAIN_WORD)
}

/// True for a name that lettre writes as words or as a quoted string. It encodes other signs
/// without need, and leaves a full stop unquoted.
fn is_atoms(name: &str) -> bool {
    let is_of_atom = |byte: u8| byte.is_ascii_alphanumeric() || b" -_".contains(&byte);
    !name.is_empty() && name.bytes().all(is_of_atom)
}

fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}
