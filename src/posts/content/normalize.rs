//! Whitespace and characters of a text in one normal form: composed, with single blanks, without invisible characters.
//! Invariant: normalized text stays the same when it is normalized again.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Returns one paragraph, normalized. Blanks and line breaks in a row become one blank, or one line break where `lines` are kept.
pub(super) fn normalize(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pending = None;
    for c in text.chars() {
        if c == '\n' && lines {
            pending = Some('\n');
        } else if c.is_whitespace() || c == '\u{2800}' {
            pending = pending.or(Some(' '));
        } else if !is_invisible(c) {
            if let Some(blank) = pending.take().filter(|_| !out.is_empty()) {
                out.push(blank);
            }
            out.push(c);
        }
    }
    // macOS writes decomposed Hangul, which no comparison of words would survive.
    if is_nfc(&out) {
        out
    } else {
        out.nfc().collect()
    }
}

/// Control characters, soft hyphens, zero-width blanks and marks that turn the writing direction.
/// The joiner (U+200D) stays: emoji are built with it.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFC}'
        )
}
