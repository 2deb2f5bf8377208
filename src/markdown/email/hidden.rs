//! Hidden text of HTML: scripts, styles and comments, which may go on over several pieces of HTML.

/// The beginning and the end of hidden text. The sanitiser drops it, so the text part must not have it either.
const HIDDEN: &[(&str, &str)] = &[
    ("<script", "</script"),
    ("<style", "</style"),
    ("<!--", "-->"),
];

/// The end mark of hidden text that is open after this HTML. `hidden_until` is the end mark that is open before it.
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

/// True when this mark is here: `<style>` or `<style type="text/css">`, not `<styled>`.
fn begins_with(html: &str, mark: &str) -> bool {
    let is_name = mark.ends_with(|c: char| c.is_ascii_alphabetic());
    html.split_at_checked(mark.len())
        .is_some_and(|(head, rest)| {
            let is_ended = rest.is_empty()
                || rest.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
            head.eq_ignore_ascii_case(mark) && (is_ended || !is_name)
        })
}
