//! The document of a feed: its encoding, its entities, and the problem if it is not a feed.

use dom_query::Document as WebPage;
use feed_rs::parser::{ParseErrorKind, ParseFeedError};
use url::Url;

use super::{clean, json, repair};
use crate::posts::charset;
use crate::posts::problem::FeedProblem;

/// How far into a document its kind and its entities are looked for, in octets.
const HEAD: usize = 64 * 1024;
/// How far into a document its root is looked for, in octets.
const PREFACE: usize = 4 * 1024;

/// A document that is ready for the parser.
pub(super) struct PreparedFeed {
    pub text: String,
    /// The fault that ends the reading early.
    pub fault: Option<FeedProblem>,
    /// Posts that begin in it.
    pub posts: usize,
}

/// Returns the document in UTF-8, well-formed, and without characters that XML forbids.
pub(super) fn prepared(
    bytes: &[u8],
    content_type: Option<&str>,
    is_late: &dyn Fn() -> bool,
) -> Result<PreparedFeed, FeedProblem> {
    let decoded = charset::decode(bytes, content_type);
    let text = from_root(decoded.trim_start());
    let above = &decoded[..decoded.len() - text.len()];
    let first_line = 1 + above.matches('\n').count();
    if text.is_empty() {
        return Err(FeedProblem::Empty);
    }
    if has_hostile_entities(text) {
        return Err(FeedProblem::Entities);
    }
    let is_allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    let text: String = text.chars().filter(is_allowed).collect();
    if text.starts_with('{') {
        let (text, posts) = json::prepared(text)?;
        return Ok(PreparedFeed {
            text,
            fault: None,
            posts,
        });
    }
    let repaired = repair::repaired(&text, first_line, is_late);
    match repaired.fault {
        Some(problem @ FeedProblem::TooComplex(_)) => Err(problem),
        fault => Ok(PreparedFeed {
            text: repaired.text,
            fault,
            posts: repaired.posts,
        }),
    }
}

/// Returns the document without warnings that a program printed above it. Pages stay whole.
fn from_root(text: &str) -> &str {
    let head = text[..text.floor_char_boundary(PREFACE)].to_ascii_lowercase();
    let roots = ["<?xml", "<rss", "<feed", "<rdf:rdf"];
    let root = roots.iter().filter_map(|root| head.find(root)).min();
    let is_page = |above: &str| above.contains("<html") || above.contains("<!doctype");
    match root {
        Some(at) if !text.starts_with('{') && !is_page(&head[..at]) => &text[at..],
        _ => text,
    }
}

/// Returns true for entities that hold other entities or read files. The parser expands neither, and only attackers use them.
fn has_hostile_entities(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(HEAD)];
    head.match_indices("<!ENTITY").any(|(at, found)| {
        let rest = head[at + found.len()..].trim_start();
        let entity = &rest[..rest.find('>').unwrap_or(rest.len())];
        // Parameter entities name the lists of characters that old feeds begin with.
        !entity.starts_with('%')
            && (entity.contains(" SYSTEM ")
                || entity.contains(" PUBLIC ")
                || entity
                    .match_indices('&')
                    .any(|(at, _)| !entity[at + 1..].starts_with('#')))
    })
}

/// Returns the problem of a document that cannot be parsed.
pub(super) fn problem(text: &str, base: &Url, error: &ParseFeedError) -> FeedProblem {
    let head = text[..text.floor_char_boundary(HEAD)].to_ascii_lowercase();
    if head.contains("<html") || head.contains("<!doctype html") {
        return named_feed(text, base).map_or(FeedProblem::WebPage, FeedProblem::NamesFeed);
    }
    match error {
        ParseFeedError::ParseError(ParseErrorKind::NoFeedRoot) => FeedProblem::NotAFeed,
        ParseFeedError::JsonSerde(error) if error.is_eof() => FeedProblem::Cut,
        ParseFeedError::JsonSerde(_) | ParseFeedError::JsonUnsupportedVersion(_) => {
            FeedProblem::NotAFeed
        }
        error => FeedProblem::Broken(clean::line(&error.to_string(), 200)),
    }
}

/// Returns the feed that a page names: `<link rel="alternate" type="application/rss+xml" href="…">`, not the one of its comments.
fn named_feed(page: &str, base: &Url) -> Option<String> {
    const KINDS: &[&str] = &[
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/json",
    ];
    // Links to feeds are in the head, so that the body is not parsed.
    let head = page.find("<body").map_or(page, |at| &page[..at]);
    let head = &head[..head.floor_char_boundary(4 * HEAD)];
    let document = WebPage::from(head);
    let mut found = Vec::new();
    for link in document.select("link[rel][type][href]").nodes() {
        let value = |name| {
            link.attr(name)
                .map(|value| value.to_lowercase())
                .unwrap_or_default()
        };
        let is_alternate = value("rel")
            .split_whitespace()
            .any(|word| word == "alternate");
        if !is_alternate
            || !KINDS.contains(&value("type").trim())
            || value("href").contains("wp-json")
        {
            continue;
        }
        let href = link.attr("href").unwrap_or_default();
        if let Some(url) = clean::address(&href, Some(base)) {
            let is_of_comments =
                value("href").contains("comments") || value("title").contains("댓글");
            found.push((is_of_comments, url));
        }
    }
    found.sort_by_key(|(is_of_comments, _)| *is_of_comments);
    found.into_iter().next().map(|(_, url)| url)
}
