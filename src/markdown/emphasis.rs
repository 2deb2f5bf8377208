//! Bold beside Hangul. `CommonMark` does not close `**` between punctuation and a letter, but Korean writes particles without a blank:
//! `**100%**의`, `**"인용"**은`. A mark that counts as punctuation is put between, and removed after parsing.

use std::borrow::Cow;

use super::cjk::is_cjk;

/// Punctuation of an extinct script (Kharoshthi), so nobody misses it.
pub(super) const MARK: char = '\u{10a58}';

/// The source without marks.
pub(super) fn without_marks(source: &str) -> Cow<'_, str> {
    if source.contains(MARK) {
        Cow::Owned(source.replace(MARK, ""))
    } else {
        Cow::Borrowed(source)
    }
}

/// The source with a mark between a Hangul, Han or Kana letter and each `**` or `~~` that has punctuation on its other side. Single
/// stars get no mark, since emoticons (`*^^*`) have them.
pub(super) fn mark(source: &str) -> String {
    let mut marked = String::with_capacity(source.len() + 16);
    let mut before: Option<char> = None;
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if !matches!(first, '*' | '~') {
            marked.push(first);
            before = Some(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        // Both characters are one byte long, so characters and bytes count alike.
        let length = rest.chars().take_while(|c| *c == first).count();
        let (run, after) = rest.split_at(length);
        let next = after.chars().next();
        let is_emphasis = length >= 2 && before != Some('\\');
        if is_emphasis && before.is_some_and(is_cjk) && next.is_some_and(is_punctuation) {
            marked.push(MARK);
        }
        marked.push_str(run);
        if is_emphasis && before.is_some_and(is_punctuation) && next.is_some_and(is_cjk) {
            marked.push(MARK);
        }
        before = Some(first);
        rest = after;
    }
    marked
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}
