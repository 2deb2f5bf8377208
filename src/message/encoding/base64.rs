//! Base64 (RFC 2045, section 6.8). Three bytes become four characters, so the text after a
//! placeholder is encoded in one of three ways, by the number of its bytes that complete the last
//! group. Each way is encoded when it is first needed. The links of one edition are equally long,
//! so mostly one way is enough.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::message::placeholder::{Placeholder, TemplatePart};

/// Octets that make a line of 76 characters.
const LINE: usize = 57;

/// An encoded text with placeholders.
#[derive(Debug)]
pub(crate) struct Base64(Vec<Base64Part>);

#[derive(Debug)]
enum Base64Part {
    Fixed(FixedText),
    Placeholder(Placeholder),
}

#[derive(Debug)]
struct FixedText {
    bytes: Vec<u8>,
    /// The lines of its whole groups, from the byte that the index names.
    lines: [OnceLock<Vec<u8>>; 3],
}

impl Base64 {
    pub(super) fn of(parts: &[TemplatePart<'_>]) -> Self {
        let parts = parts.iter().map(|part| match part {
            TemplatePart::Placeholder(place) => Base64Part::Placeholder(*place),
            TemplatePart::Text(text) => Base64Part::Fixed(FixedText {
                bytes: with_line_breaks(text).into_bytes(),
                lines: Default::default(),
            }),
        });
        Self(parts.collect())
    }

    /// Bytes of the encoded text without the values of its placeholders.
    pub(super) fn len_of(parts: &[TemplatePart<'_>]) -> usize {
        let bytes = parts.iter().map(|part| match part {
            TemplatePart::Placeholder(_) => 0,
            TemplatePart::Text(text) => with_line_breaks(text).len(),
        });
        bytes.sum::<usize>().div_ceil(LINE) * 78
    }

    pub(super) fn write<'a>(&self, value_for: impl Fn(Placeholder) -> &'a str, out: &mut Vec<u8>) {
        // Bytes that are not encoded yet: a value, with the bytes around it that share a group with
        // it.
        let mut open: Vec<u8> = Vec::new();
        for part in &self.0 {
            match part {
                Base64Part::Placeholder(place) => {
                    open.extend_from_slice(value_for(*place).as_bytes());
                }
                Base64Part::Fixed(fixed) => fixed.write(&mut open, out),
            }
        }
        push_lines(&open, out);
    }
}

impl FixedText {
    fn write(&self, open: &mut Vec<u8>, out: &mut Vec<u8>) {
        let wanted = (3 - open.len() % 3) % 3;
        let Some((completing, rest)) = self.bytes.split_at_checked(wanted) else {
            open.extend_from_slice(&self.bytes);
            return;
        };
        open.extend_from_slice(completing);
        push_lines(open, out);
        open.clear();
        let (groups, left) = rest.split_at(rest.len() / 3 * 3);
        let lines = self.lines[wanted].get_or_init(|| {
            let mut lines = Vec::with_capacity(groups.len().div_ceil(LINE) * 78);
            push_lines(groups, &mut lines);
            lines
        });
        out.extend_from_slice(lines);
        open.extend_from_slice(left);
    }
}

/// Encodes octets in lines.
fn push_lines(bytes: &[u8], out: &mut Vec<u8>) {
    let mut line = [0; LINE / 3 * 4];
    for part in bytes.chunks(LINE) {
        // The line has room for what 57 octets become.
        let length = STANDARD.encode_slice(part, &mut line).unwrap_or_default();
        out.extend_from_slice(&line[..length]);
        out.extend_from_slice(b"\r\n");
    }
}

/// Lines of a text end in CRLF, never in a bare LF (RFC 2045, section 6.8).
fn with_line_breaks(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\n', "\r\n")
}
