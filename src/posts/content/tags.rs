//! The tags of a page, found without parsing it.
//! Invariant: one pass; a tag that the parser would see is never missed, one that it wouldn't may be found.

/// Each tag with its place. A quoted ">" ends a tag too early here, which only makes a measure stricter.
pub(super) fn tags(html: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    let mut is_foreign = false;
    std::iter::from_fn(move || {
        loop {
            let at = from + html[from..].find('<')?;
            let rest = &html[at..];
            from = at + 1;
            if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
                continue;
            }
            let tag = if rest.starts_with("<!--") {
                comment(rest)
            } else {
                &rest[..=rest.find('>')?]
            };
            let name = name_of(tag);
            // Inside a drawing or a formula even a script is parsed as tags.
            is_foreign |= name.eq_ignore_ascii_case("svg") || name.eq_ignore_ascii_case("math");
            let is_raw = name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style");
            let skipped = if is_raw && !is_foreign && !tag.starts_with("</") {
                raw_length(&rest[tag.len()..], name)
            } else {
                0
            };
            from = at + tag.len() + skipped;
            return Some((at, tag));
        }
    })
}

/// The name in a tag: `div` of `</div>`.
pub(super) fn name_of(tag: &str) -> &str {
    if tag.starts_with("<!--") {
        return "!--";
    }
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name
        .find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
        .unwrap_or(name.len())]
}

/// A comment, which may end in four ways.
fn comment(rest: &str) -> &str {
    let inside = &rest[4..];
    let length = if inside.starts_with('>') {
        1
    } else if inside.starts_with("->") {
        2
    } else {
        // One pass: a search for each kind of end would read the rest of the document at every comment.
        let mut ends = inside.match_indices('>').map(|(at, _)| at);
        let end = ends.find(|at| inside[..*at].ends_with("--") || inside[..*at].ends_with("--!"));
        end.map_or(inside.len(), |at| at + 1)
    };
    &rest[..4 + length]
}

/// How much of the text is the script or style that begins it.
fn raw_length(text: &str, name: &str) -> usize {
    let bytes = text.as_bytes();
    let is_end = |&at: &usize| {
        bytes[at + 2..]
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(is_end)
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::comment;

    #[test]
    fn comments_end_where_browsers_end_them_and_many_cost_one_pass() {
        for (text, expected) in [
            ("<!-- a --> b -->", "<!-- a -->"),
            ("<!-- a --!> b -->", "<!-- a --!>"),
            ("<!-- a > b --->c", "<!-- a > b --->"),
            ("<!-->c", "<!-->"),
            ("<!--->c", "<!--->"),
            ("<!-- a", "<!-- a"),
        ] {
            assert_eq!(comment(text), expected);
        }
        // Quadratic work would take minutes here.
        let many = "<!-- -->".repeat(600_000);
        let (mut rest, mut count) = (many.as_str(), 0);
        while !rest.is_empty() {
            rest = &rest[comment(rest).len()..];
            count += 1;
        }
        assert_eq!(count, 600_000);
    }
}
