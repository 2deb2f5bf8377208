//! Words of HTML that no reader sees: those of scripts, styles and comments, which may go on from one piece of HTML to another.

/// What begins and what ends words for machines: the sanitiser drops them, so the plain part may not have them either.
const HIDDEN: &[(&str, &str)] = &[
    ("<script", "</script"),
    ("<style", "</style"),
    ("<!--", "-->"),
];

/// What ends the hidden_until words that go on behind this HTML, which may be several lines of a block; `hidden_until` before it.
pub(super) fn after(html: &str, hidden_until: Option<&'static str>) -> Option<&'static str> {
    html.match_indices(['<', '-'])
        .fold(hidden_until, |hidden_until, (at, _)| {
            let rest = &html[at..];
            match hidden_until {
                Some(end) => Some(end).filter(|end| !begins_with(rest, end)),
                None => HIDDEN
                    .iter()
                    .find(|(begin, _)| begins_with(rest, begin))
                    .map(|(_, end)| *end),
            }
        })
}

/// Whether this mark stands here: `<style>` or `<style type="text/css">`, not `<styled>`.
fn begins_with(html: &str, mark: &str) -> bool {
    let is_name = mark.ends_with(|c: char| c.is_ascii_alphabetic());
    html.split_at_checked(mark.len())
        .is_some_and(|(head, rest)| {
            let is_ended = rest.is_empty()
                || rest.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
            head.eq_ignore_ascii_case(mark) && (is_ended || !is_name)
        })
}
