//! The parts of an item or entry that were read so far. Elements of other formats that name its page, its words or its date get
//! the names that RSS and Atom have for them.

use super::dialect::Attributes;
use super::writing::{push_escaped, push_start};

/// Other formats' names for a category.
const SUBJECTS: [&str; 3] = ["dc:subject", "itunes:category", "media:category"];
/// Other formats' names for what an item is about in a few words or many.
const SUMMARIES: [&str; 3] = ["itunes:summary", "dc:description", "abstract"];
/// Other formats' names for the date of publication.
const DATES: [&str; 5] = [
    "dc:date",
    "dcterms:issued",
    "dcterms:created",
    "dcterms:modified",
    "published",
];

/// A part that an item has once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ItemPart {
    Title,
    Author,
    Link,
    Words,
    Date,
}

/// The part to which the present text belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CollectedText {
    Id,
    Words,
    MediaDescription,
}

/// An item of RSS or an entry of Atom that is being read.
#[derive(Default)]
pub(super) struct FeedItem {
    /// Elements around it.
    pub depth: usize,
    is_rss: bool,
    /// `rdf:about` of RSS 1.0: its page.
    about: Option<String>,
    /// The parts that were read.
    seen: Vec<ItemPart>,
    /// The id, if it may be the page's address.
    id: String,
    /// True if its text has a letter.
    has_words: bool,
    /// The description of its first picture or film, which replaces a missing text.
    media_description: String,
    is_media_html: bool,
    /// The depth of the element whose text is collected.
    collected: Option<(usize, CollectedText)>,
}

impl FeedItem {
    pub(super) fn new(depth: usize, is_rss: bool, attributes: &Attributes) -> Self {
        let about = attributes
            .iter()
            .find(|(key, _)| key == "rdf:about" || key == "about");
        Self {
            depth,
            is_rss,
            about: about.map(|(_, value)| value.clone()),
            ..Self::default()
        }
    }

    /// The name under which a child of an item of RSS is written.
    pub(super) fn child(&mut self, name: &str, attributes: &mut Attributes) -> String {
        let is_body = matches!(name, "body" | "xhtml:body");
        let name = match name {
            "dc:title" | "media:title" if !self.has(ItemPart::Title) => "title",
            "itunes:author" if !self.has(ItemPart::Author) => "dc:creator",
            "body" | "xhtml:body" | "xhtml:div" | "fullitem" => "content:encoded",
            subject if SUBJECTS.contains(&subject) => "category",
            summary if SUMMARIES.contains(&summary) && !self.has(ItemPart::Words) => "description",
            date if DATES.contains(&date) && !self.has(ItemPart::Date) => "pubDate",
            "dc:author" => "dc:creator",
            name => name,
        }
        .to_owned();
        match name.as_str() {
            "title" => self.mark(ItemPart::Title),
            "author" | "dc:creator" => self.mark(ItemPart::Author),
            "link" => self.mark(ItemPart::Link),
            "description" | "content:encoded" => self.mark(ItemPart::Words),
            "pubDate" => self.mark(ItemPart::Date),
            _ => {}
        }
        if is_body {
            attributes.retain(|(key, _)| !key.starts_with("xmlns"));
        }
        name
    }

    fn has(&self, part: ItemPart) -> bool {
        self.seen.contains(&part)
    }

    fn mark(&mut self, part: ItemPart) {
        if !self.has(part) {
            self.seen.push(part);
        }
    }

    /// An element begins at this depth, under the name that it is written with.
    pub(super) fn open(&mut self, depth: usize, name: &str, attributes: &Attributes) {
        if self.collected.is_some() {
            return;
        }
        let is_child = self.depth + 1 == depth;
        let value = |wanted: &str| {
            let found = attributes
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.trim())
        };
        let collected = match (name, self.is_rss) {
            ("media:description", _) if self.media_description.trim().is_empty() => {
                self.is_media_html = value("type") == Some("html");
                CollectedText::MediaDescription
            }
            ("guid", true) if is_child && value("isPermaLink") != Some("false") => {
                CollectedText::Id
            }
            ("id", false) if is_child => CollectedText::Id,
            ("description" | "content:encoded", true) | ("summary" | "content", false)
                if is_child =>
            {
                CollectedText::Words
            }
            ("link", false) if is_child => {
                if matches!(value("rel"), None | Some("" | "alternate")) {
                    self.mark(ItemPart::Link);
                }
                return;
            }
            _ => return,
        };
        self.collected = Some((depth, collected));
    }

    /// The element at this depth ends.
    pub(super) fn close(&mut self, depth: usize) {
        self.collected.take_if(|(at, _)| *at == depth);
    }

    pub(super) fn text(&mut self, text: &str) {
        match self.collected {
            Some((_, CollectedText::Id)) => self.id.push_str(text),
            Some((_, CollectedText::Words)) => {
                self.has_words |= text.contains(char::is_alphanumeric);
            }
            Some((_, CollectedText::MediaDescription)) => self.media_description.push_str(text),
            None => {}
        }
    }

    /// Adds the link and the text that other parts contain.
    pub(super) fn finish(self, out: &mut String) {
        if let Some(page) = self.page().filter(|_| !self.has(ItemPart::Link)) {
            if self.is_rss {
                push_element(out, "link", &Attributes::new(), page);
            } else {
                // The parser resolves it against the base that the entry names.
                let href = ("href".to_owned(), page.replace('&', "&amp;"));
                push_element(out, "link", &vec![href], "");
            }
        }
        let description = self.media_description.trim();
        if !self.has_words && !description.is_empty() {
            let mut attributes = Attributes::new();
            let name = if self.is_rss {
                "description"
            } else {
                "summary"
            };
            if self.is_media_html && !self.is_rss {
                attributes.push(("type".to_owned(), "html".to_owned()));
            }
            push_element(out, name, &attributes, description);
        }
    }

    /// Returns the page's address from other parts than the link. The parser itself reads whole addresses in ids of Atom; a
    /// relative one is a link from the feed's base.
    fn page(&self) -> Option<&str> {
        let id = self.id.trim();
        if self.is_rss {
            let named = [self.about.as_deref().map(str::trim), Some(id)];
            let is_address = |text: &&str| text.starts_with("http");
            return named.into_iter().flatten().find(is_address);
        }
        ["/", "./", "../", "?"]
            .iter()
            .any(|beginning| id.starts_with(beginning))
            .then_some(id)
    }
}

fn push_element(out: &mut String, name: &str, attributes: &Attributes, text: &str) {
    push_start(out, name, attributes);
    for c in text.chars() {
        push_escaped(out, c);
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// The name under which an element outside of items is written.
pub(super) fn of_channel(name: String) -> String {
    match name.as_str() {
        "dc:title" => "title".to_owned(),
        "dc:author" => "dc:creator".to_owned(),
        _ => name,
    }
}
