//! What a relay answers (RFC 5321, section 4.2), read from any octets whatever: a reply, not yet a reply, or no SMTP.

use std::fmt;

/// A relay's answer to a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Three digits, 200 to 559; 0 when Gudok itself decided and no relay was asked.
    pub code: u16,
    /// The enhanced status code (RFC 3463), where the relay gives one of the same class.
    pub enhanced: Option<EnhancedCode>,
    /// Its words on one line, without the codes and without control characters; at most 1,000 characters.
    pub text: String,
}

/// An enhanced status code (RFC 3463): `5.1.1` is a mailbox that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EnhancedCode {
    /// 2 success, 4 for now, 5 for good.
    pub class: u8,
    /// What it is about: 1 the address, 2 the mailbox, 3 the system, 4 the network, 5 the protocol, 6 the content, 7 policy.
    pub subject: u16,
    /// What exactly.
    pub detail: u16,
}

/// Characters of a reply's text that are kept.
const LONGEST_TEXT: usize = 1_000;

impl Reply {
    /// Gudok's own word, without a relay's.
    pub fn ours(text: impl Into<String>) -> Self {
        Self {
            code: 0,
            enhanced: None,
            text: text.into(),
        }
    }

    /// The first digit of the code: 2 done, 3 go on, 4 not now, 5 never.
    pub fn class(&self) -> u16 {
        self.code / 100
    }
}

/// Words of a relay that is spoken to too fast.
const TOO_FAST: &[&str] = &[
    "throttl",
    " rate",
    "too many",
    "too much mail",
    "too fast",
    "too quick",
    "slow down",
    "limit exceeded",
    "exceeded the",
    "frequency",
    "concurren",
];
/// Words of a refusal for now that has another cause, though it may speak of a limit, too.
const OTHER_CAUSE: &[&str] = &[
    "mailbox",
    "quota",
    "storage",
    "size",
    "greylist",
    "graylist",
    "hops",
    "recipients",
];

/// Words of a refusal of one recipient, who gets more mail than their server allows, from whomever.
const ONE_RECIPIENT: &[&str] = &[
    "user you are trying",
    "recipient you are trying",
    "this recipient",
    "the recipient",
    "recipient's",
    "recipient thread limit",
    "this user",
    "ratelimit \"to",
    "ratelimit \"bounce_to",
];

/// True for the words of a relay that asks for a slower pace, in a reply for now.
pub(crate) fn asks_for_slower_pace(words: &str) -> bool {
    let words = format!(" {}", words.to_ascii_lowercase());
    if ONE_RECIPIENT.iter().any(|word| words.contains(word)) {
        return false;
    }
    words.contains("throttl")
        || (TOO_FAST.iter().any(|word| words.contains(word))
            && !OTHER_CAUSE.iter().any(|word| words.contains(word)))
}

impl fmt::Display for Reply {
    /// `550 5.1.1 no such mailbox`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.code > 0 {
            write!(f, "{} ", self.code)?;
        }
        if let Some(enhanced) = self.enhanced {
            write!(f, "{enhanced} ")?;
        }
        f.write_str(&self.text)
    }
}

impl EnhancedCode {
    /// True for X.2.1 (RFC 3463, section 3.3): the recipient's mailbox takes no messages, at present or for good.
    pub(crate) fn is_about_mailbox(self) -> bool {
        (self.subject, self.detail) == (2, 1)
    }

    /// The code at the head of a reply's line, and the words behind it.
    fn split(line: &str) -> Option<(Self, &str)> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut numbers = word.split('.').map(|number| {
            let is_number = (1..=3).contains(&number.len())
                && number.bytes().all(|digit| digit.is_ascii_digit());
            number.parse::<u16>().ok().filter(|_| is_number)
        });
        let (class, subject, detail) = (numbers.next()??, numbers.next()??, numbers.next()??);
        let class = u8::try_from(class)
            .ok()
            .filter(|class| matches!(class, 2 | 4 | 5))?;
        let code = Self {
            class,
            subject,
            detail,
        };
        numbers.next().is_none().then_some((code, rest))
    }
}

impl fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// A reply line by line, as EHLO's answer needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// Three digits, 200 to 559.
    pub code: u16,
    /// The text of each line, without control characters.
    pub texts: Vec<String>,
}

impl From<Lines> for Reply {
    fn from(lines: Lines) -> Self {
        // The code stands at the head of each line (RFC 2034, section 4).
        let own_class = |code: &EnhancedCode| u16::from(code.class) == lines.code / 100;
        let mut enhanced = None;
        let mut text = String::new();
        for line in &lines.texts {
            let rest = match EnhancedCode::split(line).filter(|(code, _)| own_class(code)) {
                Some((code, rest)) => {
                    enhanced.get_or_insert(code);
                    rest
                }
                None => line,
            };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(rest.trim());
        }
        if let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) {
            text.truncate(end);
        }
        Self {
            code: lines.code,
            enhanced,
            text,
        }
    }
}

/// Why octets are no reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoReply {
    /// A line without a code, or with another than the line before it.
    #[error("spoke no SMTP: {0:?}")]
    Garbage(String),
    /// A line of more than [`Reader::LONGEST_LINE`] octets.
    #[error("sent a line without an end")]
    EndlessLine,
    /// More than [`Reader::MOST_LINES`] lines.
    #[error("sent a reply without an end")]
    EndlessReply,
}

/// Puts replies together from the pieces in which they arrive. It holds one unfinished line, the lines of one reply, and
/// whatever [`Reader::take`] was given beyond them.
#[derive(Debug, Default)]
pub struct Reader {
    bytes: Vec<u8>,
    /// How many of the octets were read already.
    read: usize,
    code: u16,
    texts: Vec<String>,
}

impl Reader {
    /// Octets of the longest line; RFC 5321 (section 4.5.3.1.5) has 512, relays with long explanations exceed them.
    pub const LONGEST_LINE: usize = 4_096;
    /// Lines of the longest reply.
    pub const MOST_LINES: usize = 100;

    /// Takes what has arrived.
    pub fn take(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.read);
        self.read = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// True when everything that has arrived was read.
    pub fn is_empty(&self) -> bool {
        self.read == self.bytes.len() && self.texts.is_empty()
    }

    /// The next whole reply; `None` when more octets are needed. After an error nothing sensible can follow.
    pub fn next_reply(&mut self) -> Result<Option<Lines>, NoReply> {
        loop {
            let rest = &self.bytes[self.read..];
            let Some(end) = memchr::memchr(b'\n', rest) else {
                return if rest.len() >= Self::LONGEST_LINE {
                    Err(NoReply::EndlessLine)
                } else {
                    Ok(None)
                };
            };
            if end >= Self::LONGEST_LINE {
                return Err(NoReply::EndlessLine);
            }
            let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
            let (code, is_last, text) =
                split_line(line).ok_or_else(|| NoReply::Garbage(garbled(line)))?;
            if !self.texts.is_empty() && code != self.code {
                return Err(NoReply::Garbage(garbled(line)));
            }
            if self.texts.len() >= Self::MOST_LINES {
                return Err(NoReply::EndlessReply);
            }
            self.code = code;
            self.texts.push(legible(text));
            self.read += end + 1;
            if is_last {
                let texts = std::mem::take(&mut self.texts);
                return Ok(Some(Lines { code, texts }));
            }
        }
    }
}

/// `250-text` or `250 text` or `250`: the code, whether it is the reply's last line, and the text.
fn split_line(line: &[u8]) -> Option<(u16, bool, &[u8])> {
    let (code, rest) = line.split_at_checked(3)?;
    let [b'2'..=b'5', b'0'..=b'5', b'0'..=b'9'] = code else {
        return None;
    };
    let code = code
        .iter()
        .fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
    match rest {
        [] => Some((code, true, rest)),
        [b' ', text @ ..] => Some((code, true, text)),
        [b'-', text @ ..] => Some((code, false, text)),
        _ => None,
    }
}

/// Whatever a stranger sends, a log, a page and a database can hold it: UTF-8 without control characters.
fn legible(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// The beginning of a line that is none, for the error.
fn garbled(line: &[u8]) -> String {
    legible(line).chars().take(60).collect()
}
