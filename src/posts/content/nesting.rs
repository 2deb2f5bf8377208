//! HTML that would cost the parser time or memory without bound is flattened before it is parsed.
//! Invariant: what leaves here parses in time linear to its length; an honest page leaves untouched.
//!
//! By the HTML standard a parser looks through all open elements at each new paragraph. It rebuilds every forgotten `<b>`
//! in each of them, and compares each attribute with those before it. Five megabytes of `<div>` take minutes, of `<b><p>`
//! all memory.

use std::borrow::Cow;

use super::tags::{name_of, tags};

/// No page of a person nests deeper; the deepest themes stay below 40.
const DEEPEST: usize = 256;
/// End tags that don't fit, before the page is taken for hostile; a careless page has a dozen.
const MOST_UNMATCHED_ENDS: usize = 500;
/// Formatting elements that the parser would have to open again, summed over all blocks.
const MOST_REBUILT: usize = 100_000;
/// The most attributes that one tag may have, about.
const MOST_ATTRIBUTES: usize = 1_000;
/// A post longer than this is not read to its end, in bytes; the summary looks at 300 sentences only.
const LONGEST: usize = 5_000_000;

/// Elements that never have content, or that the next of their kind always closes.
const WITHOUT_DEPTH: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
    "colgroup", "html", "head", "body", "rt", "rp", "!doctype", "!--",
];
/// Elements that only a neighbour of their kind closes.
const POINTS: &[&str] = &["li", "dd", "dt"];
/// Elements that the parser opens again in the next block when they weren't closed. A second `<a>` closes the first.
const FORMATTING: &[&str] = &[
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// The page itself, or its text between flat paragraphs when its nesting is hostile.
pub fn bounded(html: &str) -> Cow<'_, str> {
    let html = &html[..html.floor_char_boundary(LONGEST)];
    if Nesting::default().exceeds(html) {
        Cow::Owned(flattened(html))
    } else {
        Cow::Borrowed(html)
    }
}

/// What the parser would carry along at one place of the page.
#[derive(Default)]
struct Nesting<'a> {
    open: Vec<&'a str>,
    unmatched_ends: usize,
    formatting: usize,
    rebuilt: usize,
}

impl<'a> Nesting<'a> {
    fn exceeds(mut self, html: &'a str) -> bool {
        tags(html).any(|(_, tag)| {
            let name = name_of(tag);
            if is_one_of(WITHOUT_DEPTH, name) {
                self.rebuilt += self.formatting;
            } else if tag.starts_with("</") {
                self.end(name);
            } else {
                self.start(name);
            }
            self.open.len() > DEEPEST
                || self.unmatched_ends > MOST_UNMATCHED_ENDS
                || self.rebuilt > MOST_REBUILT
                || attributes(tag) > MOST_ATTRIBUTES
        })
    }

    fn start(&mut self, name: &'a str) {
        if is_one_of(FORMATTING, name) {
            self.formatting += 1;
        } else {
            self.rebuilt += self.formatting;
        }
        if is_one_of(POINTS, name)
            && self
                .open
                .last()
                .is_some_and(|last| is_neighbour(last, name))
        {
            self.open.pop();
        }
        self.open.push(name);
    }

    fn end(&mut self, name: &str) {
        let Some(at) = self
            .open
            .iter()
            .rposition(|open| open.eq_ignore_ascii_case(name))
        else {
            self.unmatched_ends += 1;
            return;
        };
        self.unmatched_ends += self.open.len() - at - 1;
        self.open.truncate(at);
        // A block that ends leaves its forgotten formatting elements to the next one: only their own end ends them.
        if is_one_of(FORMATTING, name) {
            self.formatting = self.formatting.saturating_sub(1);
        }
    }
}

/// Every tag becomes the start of a paragraph, save those inside a line; scripts and styles keep theirs, to be dropped.
fn flattened(html: &str) -> String {
    let mut flat = String::with_capacity(html.len());
    let mut from = 0;
    for (at, tag) in tags(html) {
        flat.push_str(&html[from..at]);
        let name = name_of(tag);
        if is_one_of(&["script", "style", "title", "textarea"], name) {
            flat.push_str(if tag.starts_with("</") { "</" } else { "<" });
            flat.push_str(name);
            flat.push('>');
        } else if !is_one_of(FORMATTING, name) && !is_one_of(&["a", "span"], name) {
            flat.push_str("<p>");
        }
        from = at + tag.len();
    }
    flat.push_str(&html[from..]);
    flat
}

/// A list's points close each other, and so do the terms and descriptions of a glossary.
fn is_neighbour(last: &str, name: &str) -> bool {
    is_one_of(POINTS, last) && last.eq_ignore_ascii_case("li") == name.eq_ignore_ascii_case("li")
}

/// What separates attributes outside their quotes. A picture inside an attribute is quoted and counts once.
fn attributes(tag: &str) -> usize {
    let mut quote = None;
    let mut count = 0;
    for byte in tag.bytes() {
        match quote {
            Some(open) if open == byte => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None if byte.is_ascii_whitespace() || byte == b'/' || byte == b'=' => count += 1,
            _ => {}
        }
    }
    count
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}
