//! Lines that Markdown would read as something that their author did not mean.

use std::borrow::Cow;

/// Keeps a date at the head of a line (`2025. 11. 19.`) from becoming a list that begins at 2025.
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

/// Where the mark behind a number of three digits or more stands; nobody numbers a list from there.
fn date_mark(line: &str) -> Option<usize> {
    let start = line.trim_start_matches(' ');
    let indent = line.len() - start.len();
    let digits = start.bytes().take_while(u8::is_ascii_digit).count();
    let has_mark = matches!(start.as_bytes().get(digits), Some(b'.' | b')'));
    (indent <= 3 && digits >= 3 && has_mark).then_some(indent + digits)
}
