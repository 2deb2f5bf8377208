//! Transfer encodings with open places: all that is the same for everybody is encoded once, a recipient's own is put between.
//!
//! A part takes the shorter of the two. Base64 always costs a third; quoted-printable costs a few hundredths where the
//! text is Latin or markup, and nine octets instead of four for each Hangul syllable. A Korean digest's plain part is two
//! thirds longer as quoted-printable, an English one's HTML a fifth longer as base64.
//!
//! What comes out is its own canonical form under DKIM's "relaxed" (RFC 6376, section 3.4.4): no spaces in a row, none
//! at a line's end. So a signature's hash is over the octets as they are.

mod base64;
mod quoted_printable;

use self::base64::Base64;
use self::quoted_printable::QuotedPrintable;
use super::edition::{Piece, Place};

/// The text of a part, encoded but for its places.
#[derive(Debug)]
pub(super) enum Encoded {
    QuotedPrintable(QuotedPrintable),
    Base64(Base64),
}

impl Encoded {
    pub(super) fn of(pieces: &[Piece<'_>]) -> Self {
        let printable = QuotedPrintable::of(pieces);
        if printable.len() <= Base64::len_of(pieces) {
            Self::QuotedPrintable(printable)
        } else {
            Self::Base64(Base64::of(pieces))
        }
    }

    /// The value of Content-Transfer-Encoding (RFC 2045, section 6).
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::QuotedPrintable(_) => "quoted-printable",
            Self::Base64(_) => "base64",
        }
    }

    /// Writes the text with its places filled, and a line break at its end that is not the text's own.
    pub(super) fn write<'a>(&self, fills: impl Fn(Place) -> &'a str, out: &mut Vec<u8>) {
        match self {
            Self::QuotedPrintable(text) => text.write(fills, out),
            Self::Base64(text) => text.write(fills, out),
        }
    }
}
