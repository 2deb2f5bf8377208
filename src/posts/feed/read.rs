//! Parsing of a feed: encoding, repair, the parser, and its entries as posts.

use chrono::DateTime;
use feed_rs::model;
use feed_rs::parser::Builder;
use url::Url;

use super::model::{FeedEntry, ParsedFeed};
use super::{clean, document, entry};
use crate::clock::Zone;
use crate::posts::dates;
use crate::posts::problem::FeedProblem;

/// Entries of one feed that are read; a usual feed has 10.
const MOST_ENTRIES: usize = 300;

/// Parses a feed from `base` that was served as `content_type`. Dates without a zone are in `zone`. Parsing stops when
/// `is_late` returns true.
pub fn read(
    bytes: &[u8],
    content_type: Option<&str>,
    base: &Url,
    zone: &Zone,
    is_late: &dyn Fn() -> bool,
) -> Result<ParsedFeed, FeedProblem> {
    let document = document::prepared(bytes, content_type, is_late)?;
    let zone = zone.clone();
    let date = move |text: &str| {
        let date = dates::parse(text, &zone)?;
        DateTime::from_timestamp(date.unix(), 0)
    };
    // An id made by chance would make a new post at each poll; ours comes from the link or the words.
    let parser = Builder::new()
        .base_uri(Some(base.as_str()))
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(date)
        .sanitize_content(false)
        .build();
    let feed = parser
        .parse(document.text.as_bytes())
        .map_err(|error| document::problem(&document.text, base, &error))?;
    if let Some(fault) = document.fault {
        // The entries before the fault are not used either: with this answer's validators the rest would never be requested.
        return Err(fault);
    }
    let mut read = of_model(&feed, base, is_late)?;
    if read.entries.is_empty() {
        read.unreadable = document.posts;
    }
    if is_of_comments(&read, base) {
        return Err(FeedProblem::OfComments);
    }
    Ok(read)
}

fn of_model(
    feed: &model::Feed,
    base: &Url,
    is_late: &dyn Fn() -> bool,
) -> Result<ParsedFeed, FeedProblem> {
    let by_feed = entry::authors(&feed.authors);
    let mut entries = Vec::new();
    for found in feed.entries.iter().take(MOST_ENTRIES) {
        if is_late() {
            return Err(FeedProblem::TooComplex("time"));
        }
        let read = entry::of_entry(found, &feed.feed_type, base, by_feed.as_deref());
        if !read.title.is_empty() || !read.text.is_empty() || read.url.is_some() {
            entries.push(read);
        }
    }
    let title = feed.title.as_ref();
    let generator = feed.generator.as_ref();
    Ok(ParsedFeed {
        title: title
            .map(|title| entry::title_of(title, &feed.feed_type))
            .unwrap_or_default(),
        site_url: entry::main_link(&feed.links, base),
        generator: generator.map(|generator| {
            let parts = [
                Some(generator.content.as_str()),
                generator.uri.as_deref(),
                generator.version.as_deref(),
            ];
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            clean::plain_line(&parts.join(" "), 200)
        }),
        entries,
        unreadable: 0,
    })
}

/// Returns true if the entries are comments: each leads to a comment, or the address says so.
fn is_of_comments(feed: &ParsedFeed, base: &Url) -> bool {
    let is_comment = |address: &str| {
        address.contains("#comment-")
            || address.contains("showComment=")
            || address.contains("#IDComment")
    };
    let leads_to_comment =
        |entry: &FeedEntry| entry.url.as_deref().is_some_and(is_comment) || is_comment(&entry.guid);
    if feed.entries.is_empty() {
        let is_query = base
            .query_pairs()
            .any(|(name, value)| name == "feed" && value.starts_with("comments"));
        return is_query
            || base
                .path()
                .trim_end_matches('/')
                .ends_with("/comments/feed");
    }
    feed.entries.iter().all(leads_to_comment)
}
