//! Base64 (RFC 2045, section 6.8): three octets are four characters, so what follows a place is encoded in one of three
//! ways, by how many of its octets complete the place's last group. Each way is encoded when it is first wanted; the
//! addresses of one edition are equally long, so mostly it stays at one.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::delivery::edition::{Piece, Place};

/// Octets that make a line of 76 characters.
const LINE: usize = 57;

/// A text with places, encoded.
#[derive(Debug)]
pub(in crate::delivery) struct Base64(Vec<Part>);

#[derive(Debug)]
enum Part {
    Fixed(Fixed),
    Place(Place),
}

#[derive(Debug)]
struct Fixed {
    bytes: Vec<u8>,
    /// The lines of its whole groups from the octet on that the index names.
    lines: [OnceLock<Vec<u8>>; 3],
}

impl Base64 {
    pub(super) fn of(pieces: &[Piece<'_>]) -> Self {
        let parts = pieces.iter().map(|piece| match piece {
            Piece::Place(place) => Part::Place(*place),
            Piece::Text(text) => Part::Fixed(Fixed {
                bytes: with_line_breaks(text).into_bytes(),
                lines: Default::default(),
            }),
        });
        Self(parts.collect())
    }

    /// Octets that the encoded text would have, without what fills the places.
    pub(super) fn len_of(pieces: &[Piece<'_>]) -> usize {
        let bytes = pieces.iter().map(|piece| match piece {
            Piece::Place(_) => 0,
            Piece::Text(text) => with_line_breaks(text).len(),
        });
        bytes.sum::<usize>().div_ceil(LINE) * 78
    }

    pub(super) fn write<'a>(&self, fills: impl Fn(Place) -> &'a str, out: &mut Vec<u8>) {
        // What is not yet encoded: a place, with the octets around it that share a group with it.
        let mut open: Vec<u8> = Vec::new();
        for part in &self.0 {
            match part {
                Part::Place(place) => open.extend_from_slice(fills(*place).as_bytes()),
                Part::Fixed(fixed) => fixed.write(&mut open, out),
            }
        }
        push_lines(&open, out);
    }
}

impl Fixed {
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
    for piece in bytes.chunks(LINE) {
        // The line has room for what 57 octets become.
        let length = STANDARD.encode_slice(piece, &mut line).unwrap_or_default();
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
