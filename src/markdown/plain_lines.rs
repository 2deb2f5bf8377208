//! Lines that Markdown would misread.

use std::borrow::Cow;

/// Escapes a date at the start of a line (`2025. 11. 19.`), which would become a list from 2025.
pub(super) fn escape_dates(source: &str) -> Cow<'_, str> {
    if !source.lines().any(|line| date_mark(line).is_some()) {
        return Cow::Borrowed(source);
    }
    let mut in_fence = false;
    let lines = source.lines().map(|line| {
        let start = line.trim_start();
        if start.starts_with("```") || start.starts_with("~~~") {
            in_fence = !in_fence;
        }
        match date_mark(line) {
            Some(mark) if !in_fence => Cow::Owned(format!("{}\\{}", &line[..mark], &line[mark..])),
            _ => Cow::Borrowed(line),
        }
    });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// The position of the mark after a number of three digits or more, which is not a list's.
fn date_mark(line: &str) -> Option<usize> {
    let start = line.trim_start_matches(' ');
    let indent = line.len() - start.len();
    let digits = start.bytes().take_while(u8::is_ascii_digit).count();
    let has_mark = matches!(start.as_bytes().get(digits), Some(b'.' | b')'));
    (indent <= 3 && digits >= 3 && has_mark).then_some(indent + digits)
}
