//! Reading a feed: RSS, Atom or JSON Feed in any encoding becomes entries of clean text.
//! Invariant: any octets are taken; the answer is a feed or a problem, never a panic, and no markup is left in it.

mod clean;
mod document;
mod repair;

use feed_rs::model;
use feed_rs::parser::Builder;
use url::Url;

use super::content::Content;
use super::problem::Problem;
use crate::clock::Timestamp;

/// A feed as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFeed {
    /// Its title; empty where it has none.
    pub title: String,
    /// The site it belongs to.
    pub site_url: Option<String>,
    /// Its entries in their order, without those that say nothing.
    pub entries: Vec<Entry>,
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
}

/// Entries of one feed that are looked at; a usual feed has 10, and no reader waits for more than these.
const MOST_ENTRIES: usize = 300;
/// Characters of a text that are kept; a book has more, a post doesn't.
const LONGEST_TEXT: usize = 200_000;
/// A feed's only text below this length, in characters, may be an excerpt: the page is looked at.
const SHORT_SUMMARY: usize = 800;
/// The same for what the feed calls the content.
const SHORT_CONTENT: usize = 200;
/// A summary by hand is no longer than this, in characters; what is longer is the post.
const LONGEST_EXCERPT: usize = 600;
/// A summary below this is a remark.
const SHORTEST_EXCERPT: usize = 20;

/// Reads a feed that was found at `base` and served as `content_type`.
pub fn read(octets: &[u8], content_type: Option<&str>, base: &Url) -> Result<ReadFeed, Problem> {
    let document::Document { text, fault } = document::prepared(octets, content_type)?;
    // An id made by chance would make a new post at each poll; ours comes from the link or the words.
    let parser = Builder::new()
        .base_uri(Some(base.as_str()))
        .id_generator(|_, _, _| String::new())
        .sanitize_content(false)
        .build();
    let feed = parser
        .parse(text.as_bytes())
        .map_err(|error| document::problem(&text, base, &error))?;
    match fault {
        None => Ok(of_model(&feed, base)),
        // Not even the entries before it: with this answer's validators the rest would never be asked for.
        Some(fault) => Err(fault),
    }
}

fn of_model(feed: &model::Feed, base: &Url) -> ReadFeed {
    let site_url = main_link(&feed.links, base);
    let by_feed = feed.authors.iter().find_map(name_of);
    let mut entries: Vec<Entry> = feed
        .entries
        .iter()
        .take(MOST_ENTRIES)
        .map(|entry| of_entry(entry, base, by_feed.as_deref()))
        .collect();
    entries
        .retain(|entry| !entry.title.is_empty() || !entry.text.is_empty() || entry.url.is_some());
    ReadFeed {
        title: feed.title.as_ref().map(title_of).unwrap_or_default(),
        site_url,
        entries,
    }
}

fn of_entry(entry: &model::Entry, base: &Url, by_feed: Option<&str>) -> Entry {
    let url = main_link(&entry.links, base).or_else(|| {
        clean::address(&entry.id, None).and_then(|address| clean::link(&address, base))
    });
    let content = entry.content.as_ref().and_then(|content| {
        let body = content.body.as_deref()?;
        Some(words(body, content.content_type.as_ref()))
    });
    let summary = entry
        .summary
        .as_ref()
        .map(|summary| words(&summary.content, summary.content_type.as_ref()))
        .unwrap_or_default();
    let content = content.unwrap_or_default();
    let (text, is_whole, excerpt) = if content.length() >= summary.length() {
        let is_whole = !content.is_cut && content.length() >= SHORT_CONTENT;
        let excerpt = summary.by_hand(&content.text);
        (content.text, is_whole, excerpt)
    } else {
        let is_whole = !summary.is_cut && summary.length() >= SHORT_SUMMARY;
        (summary.text, is_whole, None)
    };
    let author = entry.authors.iter().find_map(name_of);
    let published_at = entry.published.or(entry.updated);
    Entry {
        guid: clean::guid(&entry.id),
        url,
        title: entry.title.as_ref().map(title_of).unwrap_or_default(),
        author: author.or_else(|| by_feed.map(str::to_owned)),
        text,
        is_whole,
        excerpt,
        published_at: published_at.map(|date| Timestamp::from_unix(date.timestamp())),
        categories: categories(&entry.categories),
    }
}

/// A text with what its end tells.
#[derive(Default)]
struct Words {
    text: String,
    /// It ends with […], "Read more" or the like.
    is_cut: bool,
}

impl Words {
    fn length(&self) -> usize {
        self.text.chars().count()
    }

    /// This summary, when a person wrote it for this post.
    fn by_hand(&self, post: &str) -> Option<String> {
        is_by_hand(&self.text, self.is_cut, post).then(|| self.text.clone())
    }
}

/// Whether a summary was written by hand: automatic ones end with […] or repeat the beginning of the post.
pub(super) fn is_by_hand(summary: &str, is_cut: bool, post: &str) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let length = summary.chars().count();
    !is_cut
        && (SHORTEST_EXCERPT..=LONGEST_EXCERPT).contains(&length)
        && !post.is_empty()
        && !letters(post).contains(&letters(summary))
}

fn words(body: &str, content_type: &str) -> Words {
    let is_text = content_type.starts_with("text/plain") && !body.contains('<');
    let content = if is_text && body.contains("\n\n") {
        Content::from_text(body)
    } else {
        Content::from_html(body)
    };
    let mut text = content.text();
    if text.is_empty() {
        text = clean::line(body, LONGEST_TEXT);
    }
    let is_cut = clean::is_cut(body);
    let text = clean::printable(clean::without_cut_mark(&text), LONGEST_TEXT);
    Words { text, is_cut }
}

fn title_of(title: &model::Text) -> String {
    clean::line(&title.content, clean::LONGEST_TITLE)
}

fn name_of(person: &model::Person) -> Option<String> {
    // RSS wants an address here; it is nobody else's business.
    let name = clean::line(person.name.as_deref()?, 100);
    (!name.is_empty() && !name.contains('@') && name != "unknown").then_some(name)
}

/// The link to the page itself among those to comments, enclosures and the feed.
fn main_link(links: &[model::Link], base: &Url) -> Option<String> {
    let is_page = |link: &&model::Link| {
        link.target.is_none()
            && matches!(link.rel.as_deref(), None | Some("alternate" | ""))
            && !link
                .media_type
                .as_deref()
                .is_some_and(|kind| kind.contains("atom") || kind.contains("rss"))
    };
    links
        .iter()
        .filter(is_page)
        .find_map(|link| clean::link(&link.href, base))
}

fn categories(categories: &[model::Category]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for category in categories {
        let name = category.label.as_deref().unwrap_or(&category.term);
        let name = clean::line(name, 60);
        if clean::is_category(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
