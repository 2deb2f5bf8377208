//! Which characters a text may show, told once for names, comments, subjects and feeds.

use unicode_normalization::char::is_combining_mark;

/// Combining marks in a row that any language needs; more is "zalgo" that runs over the lines around it.
const MOST_MARKS: usize = 3;

/// The text without control characters, direction marks and characters that XML forbids, and with piled-up combining marks
/// cut after the third; line breaks and tabs stay.
pub fn strip_invisible(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || is_invisible(*c)))
        .filter(|c| is_xml(*c))
        .collect();
    limit_marks(&plain)
}

/// True when at least one character prints something.
pub fn is_visible(text: &str) -> bool {
    text.chars().any(prints)
}

/// True for a character that an XML 1.0 document may hold (section 2.2), in whatever form.
pub fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Characters that change how the text around them is shown, or that hide: bidirectional controls (UAX #9), zero-width
/// spaces, byte order marks, tags, and Hangul fillers. The zero-width joiner stays, since emoji need it.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200c}' | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with combining marks beyond the third in a row cut.
pub fn limit_marks(text: &str) -> String {
    let mut marks = 0;
    text.chars()
        .filter(|c| {
            marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
            marks <= MOST_MARKS
        })
        .collect()
}

/// Blanks, marks without a letter, and what fonts show as nothing (`Default_Ignorable_Code_Point` of Unicode, blank Braille,
/// the null notehead, private and unassigned code points).
fn prints(c: char) -> bool {
    let is_ignorable = matches!(c,
        '\u{34f}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}');
    let is_blank = matches!(c, '\u{2800}' | '\u{1d159}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    !(c.is_whitespace()
        || c.is_control()
        || is_invisible(c)
        || is_ignorable
        || is_blank
        || is_combining_mark(c))
        && is_xml(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_prints_nothing_is_told_apart() {
        for nothing in [
            "",
            " \u{3000}\u{a0}",
            "\u{2800}\u{2800}",
            "\u{fe0f}",
            "\u{200d}\u{200d}",
            "\u{34f}",
            "\u{301}",
            "\u{3164}\u{115f}\u{1160}\u{ffa0}",
            "\u{e0100}",
            "\u{180b}",
            "\u{17b4}",
            "\u{206a}",
            "\u{1d173}",
            "\u{e123}",
            "\u{ffff}",
        ] {
            assert!(!is_visible(nothing), "{nothing:?}");
        }
        for name in ["김", "é", "e\u{301}", "👨\u{200d}👩", "·", "ㅋ", "😀", "ไก่"]
        {
            assert!(is_visible(name), "{name}");
        }
    }

    #[test]
    fn only_what_xml_carries_is_kept() {
        let kept: String = "a\u{b}\u{1f}\u{fffe}\u{ffff}\u{0}b\t\n\u{7f}😀"
            .chars()
            .filter(|c| is_xml(*c))
            .collect();
        assert_eq!(kept, "ab\t\n\u{7f}😀");
    }
}
