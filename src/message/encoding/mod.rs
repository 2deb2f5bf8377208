//! Transfer encodings of a body with placeholders.

mod base64;
mod encoded;
mod quoted_printable;

pub(super) use encoded::Encoded;
