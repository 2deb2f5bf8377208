//! Quoted-printable (RFC 2045, section 6.7). The value of a placeholder is on lines of its own,
//! between soft breaks.

use crate::message::placeholder::{Placeholder, TemplatePart};

/// Bytes of the longest line without the `=` of its soft break.
const LONGEST: usize = 75;

const SOFT_BREAK: &[u8] = b"=\r\n";

/// An encoded text with placeholders.
#[derive(Debug)]
pub(crate) struct QuotedPrintable(Vec<QuotedPart>);

#[derive(Debug)]
enum QuotedPart {
    Fixed(Vec<u8>),
    Placeholder(Placeholder),
}

impl QuotedPrintable {
    pub(super) fn of(parts: &[TemplatePart<'_>]) -> Self {
        let mut encoded = Vec::with_capacity(parts.len());
        for (number, part) in parts.iter().enumerate() {
            let text = match part {
                TemplatePart::Placeholder(place) => {
                    encoded.push(QuotedPart::Placeholder(*place));
                    continue;
                }
                TemplatePart::Text(text) => *text,
            };
            let (is_first, is_last) = (number == 0, number + 1 == parts.len());
            let ends_line = text.starts_with(['\r', '\n']) || (text.is_empty() && is_last);
            let mut out = Vec::with_capacity(text.len() * 5 / 4);
            if !is_first && !ends_line {
                out.extend_from_slice(SOFT_BREAK);
            }
            let column = encode(text, &mut out);
            if !is_last && column > 0 {
                out.extend_from_slice(SOFT_BREAK);
            }
            encoded.push(QuotedPart::Fixed(out));
        }
        Self(encoded)
    }

    /// Bytes without the values of the placeholders.
    pub(super) fn len(&self) -> usize {
        let bytes = self.0.iter().map(|part| match part {
            QuotedPart::Fixed(bytes) => bytes.len(),
            QuotedPart::Placeholder(_) => 0,
        });
        bytes.sum()
    }

    pub(super) fn write<'a>(&self, value_for: impl Fn(Placeholder) -> &'a str, out: &mut Vec<u8>) {
        for part in &self.0 {
            match part {
                QuotedPart::Fixed(bytes) => out.extend_from_slice(bytes),
                QuotedPart::Placeholder(place) => {
                    encode(value_for(*place), out);
                }
            }
        }
        out.extend_from_slice(b"\r\n");
    }
}

/// Encodes a text from the beginning of a line, and returns the column at its end.
fn encode(text: &str, out: &mut Vec<u8>) -> usize {
    let mut column = 0;
    let mut before = '\n';
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.as_str().starts_with('\n') => continue,
            '\r' | '\n' => {
                out.extend_from_slice(b"\r\n");
                column = 0;
            }
            _ => {
                let mut bytes = [0; 4];
                let bytes = c.encode_utf8(&mut bytes).as_bytes();
                let is_plain = match c {
                    // Alone between two words; anywhere else it may get lost on the way.
                    ' ' => before != ' ' && before != '\n' && !ends(rest.as_str()),
                    '!'..='~' => c != '=',
                    _ => false,
                };
                let width = if is_plain { 1 } else { 3 * bytes.len() };
                if column + width > LONGEST {
                    out.extend_from_slice(SOFT_BREAK);
                    column = 0;
                }
                // Old mail programs change a line that is a dot or begins with "From " (RFC 2049, section 3).
                let is_changed =
                    column == 0 && (c == '.' || (c == 'F' && rest.as_str().starts_with("rom ")));
                if is_plain && !is_changed {
                    out.extend_from_slice(bytes);
                    column += 1;
                } else {
                    for octet in bytes {
                        push_escaped(*octet, out);
                    }
                    column += 3 * bytes.len();
                }
            }
        }
        before = if c == '\r' { '\n' } else { c };
    }
    column
}

/// True when nothing is left of the line.
fn ends(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['\r', '\n'])
}

fn push_escaped(octet: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| DIGITS[usize::from(value)];
    out.extend_from_slice(&[b'=', digit(octet >> 4), digit(octet & 15)]);
}
