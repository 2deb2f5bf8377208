//! Bold beside Hangul. `CommonMark` closes no `**` between a mark and a letter, so that `**100%**의` and `**"인용"**은` stay as they
//! are typed; Korean writes particles without a blank. A mark that counts as punctuation and is taken out again stands between.

use std::borrow::Cow;

use super::cjk::is_cjk;

/// Punctuation of a script that nobody writes today (Kharoshthi), so that its loss is none.
pub(super) const MARK: char = '\u{10a58}';

/// The source without marks, whoever wrote them.
pub(super) fn without_marks(source: &str) -> Cow<'_, str> {
    if source.contains(MARK) {
        Cow::Owned(source.replace(MARK, ""))
    } else {
        Cow::Borrowed(source)
    }
}

/// The source with a mark between a Hangul, Han or Kana letter and each `**` or `~~` that has punctuation on its other side. Single
/// stars are left alone, since faces (`*^^*`) are made of them.
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
        // Both marks are one octet long, so that characters and octets count alike.
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
