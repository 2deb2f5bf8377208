//! Reading a feed: RSS, Atom or JSON Feed in any encoding becomes entries of clean text.
//! Invariant: any octets are taken; the answer is a feed or a problem, never a panic, and no markup is left in it.

mod clean;
mod document;
mod entry;
mod json;
mod repair;

use chrono::DateTime;
use feed_rs::model;
use feed_rs::parser::Builder;
use url::Url;

use super::dates;
use super::problem::Problem;
use crate::clock::{Timestamp, Zone};

pub(super) use entry::{is_automatic, is_by_hand};

/// A feed as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFeed {
    /// Its title; empty where it has none.
    pub title: String,
    /// The site it belongs to.
    pub site_url: Option<String>,
    /// The program that wrote it, as it calls itself.
    pub generator: Option<String>,
    /// Its entries in their order, without those that say nothing.
    pub entries: Vec<Entry>,
    /// How many posts it has when none of them says anything; 0 else.
    pub unreadable: usize,
}

/// Who told of a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToldBy {
    /// The feed alone.
    #[default]
    Feed,
    /// The site's API too, which also tells whether a password is needed.
    Api,
}

/// A post as a feed carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The feed's id for it; empty where it has none.
    pub guid: String,
    /// Where it is read.
    pub url: Option<String>,
    /// Its title; empty where it has none.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its text, or the beginning of it.
    pub text: String,
    /// True when `text` is all of it.
    pub is_whole: bool,
    /// The summary that stands beside the text, when it isn't the text's beginning.
    pub excerpt: Option<String>,
    /// The author's date.
    pub published_at: Option<Timestamp>,
    /// What it is about.
    pub categories: Vec<String>,
    /// Everything that the feed lists beside it, tags too.
    pub terms: Vec<String>,
    /// True when readers need a password for it: it has no text then, and is never mailed.
    pub is_protected: bool,
    /// Who told of it last.
    pub told_by: ToldBy,
    /// Other addresses of its page that the site names.
    pub aliases: Vec<String>,
}

/// Entries of one feed that are looked at; a usual feed has 10, and no reader waits for more than these.
const MOST_ENTRIES: usize = 300;

/// Reads a feed that was found at `base` and served as `content_type`. Dates without a zone are counted in `zone`. The reader
/// gives up where `is_late` says so, which is asked now and then.
pub fn read(
    bytes: &[u8],
    content_type: Option<&str>,
    base: &Url,
    zone: &Zone,
    is_late: &dyn Fn() -> bool,
) -> Result<ReadFeed, Problem> {
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
        // Not even the entries before it: with this answer's validators the rest would never be asked for.
        return Err(fault);
    }
    let mut read = of_model(&feed, base, is_late)?;
    if read.entries.is_empty() {
        read.unreadable = document.posts;
    }
    if is_of_comments(&read, base) {
        return Err(Problem::OfComments);
    }
    Ok(read)
}

fn of_model(
    feed: &model::Feed,
    base: &Url,
    is_late: &dyn Fn() -> bool,
) -> Result<ReadFeed, Problem> {
    let by_feed = entry::authors(&feed.authors);
    let mut entries = Vec::new();
    for found in feed.entries.iter().take(MOST_ENTRIES) {
        if is_late() {
            return Err(Problem::TooComplex("time"));
        }
        let read = entry::of_entry(found, &feed.feed_type, base, by_feed.as_deref());
        if !read.title.is_empty() || !read.text.is_empty() || read.url.is_some() {
            entries.push(read);
        }
    }
    let title = feed.title.as_ref();
    let generator = feed.generator.as_ref();
    Ok(ReadFeed {
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

impl ReadFeed {
    /// Whether WordPress wrote it.
    pub(super) fn is_of_wordpress(&self) -> bool {
        let generator = self.generator.as_deref().unwrap_or_default();
        generator.to_ascii_lowercase().contains("wordpress")
    }
}

/// Whether its entries are comments and no posts: each leads to a comment on its page, or the address says so.
fn is_of_comments(feed: &ReadFeed, base: &Url) -> bool {
    let is_comment = |address: &str| {
        address.contains("#comment-")
            || address.contains("showComment=")
            || address.contains("#IDComment")
    };
    let leads_to_comment =
        |entry: &Entry| entry.url.as_deref().is_some_and(is_comment) || is_comment(&entry.guid);
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
