//! Emphasis beside Hangul. `CommonMark` does not close `*` and `**` between punctuation and a letter, but Korean writes particles without a blank:
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

/// The source with a mark between a Hangul, Han or Kana letter and each `*`, `**`, `~~` or `_` that has punctuation on its other side. A
/// single star needs another one in its line and a letter between the two, since emoticons (`*^^*`) have stars, too. Underscores
/// only close there, since names of files have them.
pub(super) fn mark(source: &str) -> String {
    let mut marked = String::with_capacity(source.len() + 16);
    let mut before: Option<char> = None;
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if !matches!(first, '*' | '~' | '_') {
            marked.push(first);
            before = Some(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        // Both characters are one byte long, so characters and bytes count alike.
        let length = rest.chars().take_while(|c| *c == first).count();
        let done = &source[..source.len() - rest.len()];
        let (run, after) = rest.split_at(length);
        let next = after.chars().next();
        let is_emphasis = before != Some('\\');
        let opens = || match first {
            // An underscore behind a letter is one of a name.
            '_' => false,
            _ => length >= 2 || (first == '*' && is_closed(after)),
        };
        let closes = || match first {
            '_' => is_underscore_opened(done, run),
            _ => length >= 2 || (first == '*' && is_opened(done)),
        };
        if is_emphasis && before.is_some_and(is_cjk) && next.is_some_and(is_punctuation) && opens()
        {
            marked.push(MARK);
        }
        marked.push_str(run);
        if is_emphasis && before.is_some_and(is_punctuation) && next.is_some_and(is_cjk) && closes()
        {
            marked.push(MARK);
        }
        before = Some(first);
        rest = after;
    }
    marked
}

/// Bytes of the longest emphasis with single stars beside a Hangul letter: a bound, since each star looks for its other.
const LONGEST: usize = 400;

/// True when a single star before this text may be closed in it. Another one follows in the line, behind a letter, and no
/// word begins right behind it.
fn is_closed(after: &str) -> bool {
    let near = &after[..after.floor_char_boundary(LONGEST)];
    let line = near.lines().next().unwrap_or_default();
    let Some(letter) = line.find(char::is_alphanumeric) else {
        return false;
    };
    let mut stars = single_stars(line);
    !line.starts_with(char::is_whitespace)
        && stars.any(|at| {
            let next = line[at + 1..].chars().next();
            at > letter
                && !line[..at].ends_with(char::is_whitespace)
                && !next.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c) || "([{<".contains(c))
        })
}

/// True when a single star after this text may close another one in it.
fn is_opened(done: &str) -> bool {
    let near = &done[done.ceil_char_boundary(done.len().saturating_sub(LONGEST))..];
    let line = near.rsplit('\n').next().unwrap_or_default();
    let last = single_stars(line).last();
    last.is_some_and(|at| has_words(&line[at + 1..]))
}

/// True when these underscores may close others before them: those stand behind a blank or punctuation and before words.
fn is_underscore_opened(done: &str, run: &str) -> bool {
    let near = &done[done.ceil_char_boundary(done.len().saturating_sub(LONGEST))..];
    let line = near.rsplit('\n').next().unwrap_or_default();
    let Some((before, inside)) = line.rsplit_once(run) else {
        return false;
    };
    let last = before.chars().next_back();
    !last.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '\\' | '-' | '^'))
        && has_words(inside)
}

/// Words that begin and end without a blank, with a letter among them.
fn has_words(inside: &str) -> bool {
    !inside.starts_with(char::is_whitespace)
        && !inside.ends_with(char::is_whitespace)
        && inside.chars().any(char::is_alphanumeric)
}

/// The places of stars that stand alone.
fn single_stars(line: &str) -> impl Iterator<Item = usize> {
    line.match_indices('*').map(|(at, _)| at).filter(move |at| {
        let before = line[..*at].chars().next_back();
        let next = line[*at + 1..].chars().next();
        before != Some('*') && before != Some('\\') && next != Some('*')
    })
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}
