//! The text of a post from a page, from a piece of HTML, or from plain text.

use super::boilerplate_text::without_boilerplate;
use super::model::PostContent;
use super::{embedded, nesting, page, plain_text};

impl PostContent {
    /// Reads HTML or plain text. A document with a tag of HTML is HTML.
    pub fn from_document(document: &str) -> Self {
        if is_html(document) {
            Self::from_html(document)
        } else {
            Self::from_text(document)
        }
    }

    /// Reads a page, or a piece of one as feeds carry it. Hostile nesting is flattened first.
    pub fn from_html(html: &str) -> Self {
        let page = page::read(&embedded::without_snippets(html));
        Self {
            title: page.title,
            paragraphs: without_boilerplate(page.blocks),
        }
    }

    /// Reads the author's text in a page of WordPress. Returns `None` for another page, or if the text is not marked.
    pub fn from_wordpress_page(html: &str) -> Option<Self> {
        let page = page::of_wordpress(&embedded::without_snippets(html))?;
        Some(Self {
            title: page.title,
            paragraphs: without_boilerplate(page.blocks),
        })
    }

    /// Reads plain text. Blank lines separate paragraphs; a short line without a full stop is a heading.
    pub fn from_text(text: &str) -> Self {
        let text = plain_text::read(text);
        Self {
            title: text.title,
            paragraphs: without_boilerplate(text.blocks),
        }
    }
}

/// Returns all text of a piece of HTML, captions, forms and snippets included.
pub(in crate::posts) fn all_text(html: &str) -> String {
    dom_query::Document::fragment(nesting::bounded(html).as_ref())
        .text()
        .to_string()
}

/// Tags of HTML. Other text has "<" as well, such as "a < b" and "<someone@site.example>".
const TAGS: &[&str] = &[
    "html",
    "body",
    "p",
    "div",
    "br",
    "article",
    "section",
    "main",
    "span",
    "a",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "table",
    "figure",
    "blockquote",
    "img",
    "strong",
    "em",
    "b",
    "i",
    "!doctype",
    "head",
    "title",
    "meta",
    "script",
    "style",
];

fn is_html(document: &str) -> bool {
    // A page says what it is early; a text of a megabyte needn't be searched to its end.
    let head: &[u8] = &document.as_bytes()[..document.len().min(20_000)];
    head.iter()
        .enumerate()
        .filter(|&(_, &byte)| byte == b'<')
        .any(|(at, _)| {
            let rest = &head[at + 1..];
            TAGS.iter().any(|tag| {
                rest.len() > tag.len()
                    && rest[..tag.len()].eq_ignore_ascii_case(tag.as_bytes())
                    && matches!(rest[tag.len()], b'>' | b' ' | b'/' | b'\n' | b'\r' | b'\t')
            })
        })
}
