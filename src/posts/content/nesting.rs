//! HTML that would cost the parser time or memory without bound is flattened before it is parsed.
//! Invariant: what leaves here parses in time linear to its length; an honest page leaves untouched.
//!
//! The HTML standard makes a parser look through all open elements at each new paragraph, and rebuild every forgotten
//! `<b>` in each of them: five megabytes of `<div>` take minutes, of `<b><p>` all memory.

use std::borrow::Cow;

/// No page of a person nests deeper; the deepest themes stay below 40.
const DEEPEST: usize = 256;
/// End tags that don't fit, before the page is taken for hostile; a careless page has a dozen.
const MOST_MISFITS: usize = 500;
/// Formatting elements that the parser would have to open again, summed over all blocks.
const MOST_REBUILT: usize = 100_000;
/// A post longer than this is not read to its end, in bytes; the summary looks at 300 sentences only.
const LONGEST: usize = 5_000_000;

/// Elements that need no end tag, so that none says nothing about depth.
const WITHOUT_END: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dd", "dt", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
    "optgroup", "colgroup", "html", "head", "body", "rt", "rp", "!doctype",
];
/// Elements that the parser opens again in the next block when they weren't closed. A second `<a>` closes the first.
const FORMATTING: &[&str] = &[
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// The page itself, or its text between flat paragraphs when its nesting is hostile.
pub(in crate::posts) fn bounded(html: &str) -> Cow<'_, str> {
    let html = if html.len() > LONGEST {
        &html[..html.floor_char_boundary(LONGEST)]
    } else {
        html
    };
    if is_hostile(html) {
        Cow::Owned(flattened(html))
    } else {
        Cow::Borrowed(html)
    }
}

fn is_hostile(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let (mut misfits, mut formatting, mut rebuilt) = (0, 0, 0);
    for (_, tag) in tags(html) {
        let name = name_of(tag);
        let is_formatting = FORMATTING.iter().any(|f| f.eq_ignore_ascii_case(name));
        if WITHOUT_END.iter().any(|w| w.eq_ignore_ascii_case(name)) {
            rebuilt += formatting;
        } else if tag.starts_with("</") {
            if let Some(at) = open.iter().rposition(|o| o.eq_ignore_ascii_case(name)) {
                misfits += open.len() - at - 1;
                // A closed block leaves its forgotten formatting elements to the next one.
                if is_formatting {
                    formatting -= usize::from(formatting > 0);
                }
                open.truncate(at);
            } else {
                misfits += 1;
            }
        } else if !tag.ends_with("/>") {
            rebuilt += if is_formatting { 0 } else { formatting };
            formatting += usize::from(is_formatting);
            open.push(name);
        }
        if open.len() > DEEPEST || misfits > MOST_MISFITS || rebuilt > MOST_REBUILT {
            return true;
        }
    }
    false
}

/// Every tag becomes the start of a paragraph, save those inside a line; scripts and styles keep theirs to be dropped.
fn flattened(html: &str) -> String {
    let mut flat = String::with_capacity(html.len());
    let mut from = 0;
    for (at, tag) in tags(html) {
        flat.push_str(&html[from..at]);
        let name = name_of(tag);
        if ["script", "style", "title", "textarea"]
            .iter()
            .any(|raw| raw.eq_ignore_ascii_case(name))
        {
            flat.push_str(tag);
        } else if !FORMATTING
            .iter()
            .chain(&["a", "span"])
            .any(|inline| inline.eq_ignore_ascii_case(name))
        {
            flat.push_str("<p>");
        }
        from = at + tag.len();
    }
    flat.push_str(&html[from..]);
    flat
}

/// The tags of a page with their places. A quoted ">" ends a tag too early here, which only makes the measure stricter.
fn tags(html: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + html[from..].find('<')?;
            let is_tag = html[at + 1..]
                .starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
            if is_tag {
                let end = at + html[at..].find('>')? + 1;
                from = end;
                return Some((at, &html[at..end]));
            }
            from = at + 1;
        }
    })
}

fn name_of(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .unwrap_or(name.len())]
}
