//! Replies of a relay (RFC 5321, section 4.2), read from any bytes: a whole reply, a part of one,
//! or no SMTP.

use std::fmt;

/// A relay's reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Three digits, 200 to 559; 0 for a reply by Gudok itself.
    pub code: u16,
    /// The enhanced status code (RFC 3463), if the relay sends one of the same class.
    pub enhanced: Option<EnhancedCode>,
    /// Its text on one line without codes and control characters, at most 1,000 characters.
    pub text: String,
}

/// An enhanced status code (RFC 3463), such as `5.1.1` for an unknown mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EnhancedCode {
    /// 2 success, 4 transient failure, 5 permanent failure.
    pub class: u8,
    /// The subject: 1 address, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7 policy.
    pub subject: u16,
    /// The detail within the subject.
    pub detail: u16,
}

/// Characters of a reply's text that are kept.
const LONGEST_TEXT: usize = 1_000;

impl Reply {
    /// A reply by Gudok itself.
    pub fn ours(text: impl Into<String>) -> Self {
        Self {
            code: 0,
            enhanced: None,
            text: text.into(),
        }
    }

    /// The first digit of the code: 2 success, 3 continue, 4 transient failure, 5 permanent
    /// failure.
    pub fn class(&self) -> u16 {
        self.code / 100
    }
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

/// A reply line by line, as EHLO needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyLines {
    /// Three digits, 200 to 559.
    pub code: u16,
    /// The text of each line, without control characters.
    pub texts: Vec<String>,
}

impl From<ReplyLines> for Reply {
    fn from(lines: ReplyLines) -> Self {
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

/// Reasons for which bytes are no reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplyError {
    /// A line without a code, or with another than the line before it.
    #[error("spoke no SMTP: {0:?}")]
    Garbage(String),
    /// A line of more than [`ReplyReader::LONGEST_LINE`] octets.
    #[error("sent a line without an end")]
    EndlessLine,
    /// More than [`ReplyReader::MOST_LINES`] lines.
    #[error("sent a reply without an end")]
    EndlessReply,
}

/// A reader that assembles replies from received bytes. It holds one unfinished line, the lines of
/// one reply, and the bytes after them.
#[derive(Debug, Default)]
pub struct ReplyReader {
    bytes: Vec<u8>,
    /// Bytes that were read already.
    read: usize,
    code: u16,
    texts: Vec<String>,
}

impl ReplyReader {
    /// Bytes of the longest line. RFC 5321 (section 4.5.3.1.5) allows 512; relays with long
    /// explanations exceed that.
    pub const LONGEST_LINE: usize = 4_096;
    /// Lines of the longest reply.
    pub const MOST_LINES: usize = 100;

    /// Adds received bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.read);
        self.read = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// True when all received bytes were read.
    pub fn is_empty(&self) -> bool {
        self.read == self.bytes.len() && self.texts.is_empty()
    }

    /// Returns the next whole reply; `None` when more bytes are needed. After an error the
    /// connection cannot be used.
    pub fn next_reply(&mut self) -> Result<Option<ReplyLines>, ReplyError> {
        loop {
            let rest = &self.bytes[self.read..];
            let Some(end) = memchr::memchr(b'\n', rest) else {
                return if rest.len() >= Self::LONGEST_LINE {
                    Err(ReplyError::EndlessLine)
                } else {
                    Ok(None)
                };
            };
            if end >= Self::LONGEST_LINE {
                return Err(ReplyError::EndlessLine);
            }
            let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
            let (code, is_last, text) =
                split_line(line).ok_or_else(|| ReplyError::Garbage(garbled(line)))?;
            if !self.texts.is_empty() && code != self.code {
                return Err(ReplyError::Garbage(garbled(line)));
            }
            if self.texts.len() >= Self::MOST_LINES {
                return Err(ReplyError::EndlessReply);
            }
            self.code = code;
            self.texts.push(legible(text));
            self.read += end + 1;
            if is_last {
                let texts = std::mem::take(&mut self.texts);
                return Ok(Some(ReplyLines { code, texts }));
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

/// Text for logs, pages and the database: UTF-8 without control characters.
fn legible(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// The beginning of a malformed line, for the error.
fn garbled(line: &[u8]) -> String {
    legible(line).chars().take(60).collect()
}
