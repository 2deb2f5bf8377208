//! The clean text of a post: its title and its paragraphs, without what stands around them on the page.
//! Invariant: a paragraph is composed text (NFC) with single blanks, and belongs to the post itself: no caption, source
//! line, list of references, form, heading, table or code.

mod block;
mod credits;
mod embedded;
mod furniture;
pub(in crate::posts) mod nesting;
mod page;
mod phrases;
mod plain;
mod surroundings;
mod tags;
mod tidy;
mod walk;

pub(in crate::posts) use embedded::asks_for_password;
pub use nesting::bounded;
pub(in crate::posts) use page::post_asks_for_password;

/// What a post says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// The title, where the document tells it.
    pub title: Option<String>,
    /// The paragraphs in their order; a sentence never reaches over two of them.
    pub paragraphs: Vec<String>,
}

impl Content {
    /// Reads a document that may be either: it is HTML when it has a tag that HTML knows.
    pub fn from_document(document: &str) -> Self {
        if is_html(document) {
            Self::from_html(document)
        } else {
            Self::from_text(document)
        }
    }

    /// Reads a page, or a piece of one as feeds carry it. Any input is taken: nesting bombs are flattened first.
    pub fn from_html(html: &str) -> Self {
        let page = page::read(&embedded::without_snippets(html));
        Self {
            title: page.title,
            paragraphs: furniture::without(page.blocks),
        }
    }

    /// Reads the author's words in a page of WordPress; `None` where the page is none, or does not mark them.
    pub fn from_wordpress_page(html: &str) -> Option<Self> {
        let page = page::of_wordpress(&embedded::without_snippets(html))?;
        Some(Self {
            title: page.title,
            paragraphs: furniture::without(page.blocks),
        })
    }

    /// Reads plain text: blank lines part paragraphs, a short line without a full stop is a heading.
    pub fn from_text(text: &str) -> Self {
        let text = plain::read(text);
        Self {
            title: text.title,
            paragraphs: furniture::without(text.blocks),
        }
    }

    /// The paragraphs with a blank line between them.
    pub fn text(&self) -> String {
        self.paragraphs.join("\n\n")
    }

    /// Whether nothing of the post is left to read; the title alone doesn't count.
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }
}

/// All text of a piece of HTML, captions, forms and snippets included.
pub(in crate::posts) fn all_text(html: &str) -> String {
    dom_query::Document::fragment(nesting::bounded(html).as_ref())
        .text()
        .to_string()
}

/// Tags that an HTML document of any use has at least one of; "a < b" and "<someone@site.example>" are no such tags.
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
