//! A body with placeholders in its transfer encoding. The shared text is encoded once, a
//! recipient's values are put between.
//!
//! A part takes the shorter of two encodings. Base64 adds a third. Quoted-printable adds a few
//! hundredths to Latin text or markup, and makes nine bytes instead of four of a Hangul syllable.
//! The plain part of a Korean digest is two thirds longer as quoted-printable, the HTML of an
//! English one a fifth longer as base64.
//!
//! The result is its own canonical form under DKIM's "relaxed" (RFC 6376, section 3.4.4): no two
//! spaces in a row, none at the end of a line. So a signature hashes the bytes as they are.

use super::base64::Base64;
use super::quoted_printable::QuotedPrintable;
use crate::message::placeholder::{Placeholder, TemplatePart};

/// The text of a part, encoded except for its placeholders.
#[derive(Debug)]
pub(in crate::message) enum Encoded {
    QuotedPrintable(QuotedPrintable),
    Base64(Base64),
}

impl Encoded {
    pub(in crate::message) fn of(parts: &[TemplatePart<'_>]) -> Self {
        let printable = QuotedPrintable::of(parts);
        if printable.len() <= Base64::len_of(parts) {
            Self::QuotedPrintable(printable)
        } else {
            Self::Base64(Base64::of(parts))
        }
    }

    /// The value of Content-Transfer-Encoding (RFC 2045, section 6).
    pub(in crate::message) fn name(&self) -> &'static str {
        match self {
            Self::QuotedPrintable(_) => "quoted-printable",
            Self::Base64(_) => "base64",
        }
    }

    /// Writes the text with the values of its placeholders, and one more line break at the end.
    pub(in crate::message) fn write<'a>(
        &self,
        value_for: impl Fn(Placeholder) -> &'a str,
        out: &mut Vec<u8>,
    ) {
        match self {
            Self::QuotedPrintable(text) => text.write(value_for, out),
            Self::Base64(text) => text.write(value_for, out),
        }
    }
}
