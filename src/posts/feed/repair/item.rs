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

/// What an item tells once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Title,
    Author,
    Link,
    Words,
    Date,
}

/// What the text that is being read says of the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    Id,
    Words,
    MediaDescription,
}

/// An item of RSS or an entry of Atom that is being read.
#[derive(Default)]
pub(super) struct Item {
    /// How many elements stand around it.
    pub depth: usize,
    is_rss: bool,
    /// What RSS 1.0 says that it is about: its page.
    about: Option<String>,
    /// Which of its parts it has told.
    told: Vec<Part>,
    /// The id, when it may be the page's address.
    id: String,
    /// Whether its words have a letter.
    has_words: bool,
    /// What its first picture or film is about; it stands for the words where there are none.
    media_description: String,
    is_media_html: bool,
    /// The depth of the element whose text is heard.
    heard: Option<(usize, Heard)>,
}

impl Item {
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
            "dc:title" | "media:title" if !self.has(Part::Title) => "title",
            "itunes:author" if !self.has(Part::Author) => "dc:creator",
            "body" | "xhtml:body" | "xhtml:div" | "fullitem" => "content:encoded",
            subject if SUBJECTS.contains(&subject) => "category",
            summary if SUMMARIES.contains(&summary) && !self.has(Part::Words) => "description",
            date if DATES.contains(&date) && !self.has(Part::Date) => "pubDate",
            "dc:author" => "dc:creator",
            name => name,
        }
        .to_owned();
        match name.as_str() {
            "title" => self.tell(Part::Title),
            "author" | "dc:creator" => self.tell(Part::Author),
            "link" => self.tell(Part::Link),
            "description" | "content:encoded" => self.tell(Part::Words),
            "pubDate" => self.tell(Part::Date),
            _ => {}
        }
        if is_body {
            attributes.retain(|(key, _)| !key.starts_with("xmlns"));
        }
        name
    }

    fn has(&self, part: Part) -> bool {
        self.told.contains(&part)
    }

    fn tell(&mut self, part: Part) {
        if !self.has(part) {
            self.told.push(part);
        }
    }

    /// An element begins at this depth, under the name that it is written with.
    pub(super) fn begin(&mut self, depth: usize, name: &str, attributes: &Attributes) {
        if self.heard.is_some() {
            return;
        }
        let is_child = self.depth + 1 == depth;
        let value = |wanted: &str| {
            let found = attributes
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.trim())
        };
        let heard = match (name, self.is_rss) {
            ("media:description", _) if self.media_description.trim().is_empty() => {
                self.is_media_html = value("type") == Some("html");
                Heard::MediaDescription
            }
            ("guid", true) if is_child && value("isPermaLink") != Some("false") => Heard::Id,
            ("id", false) if is_child => Heard::Id,
            ("description" | "content:encoded", true) | ("summary" | "content", false)
                if is_child =>
            {
                Heard::Words
            }
            ("link", false) if is_child => {
                if matches!(value("rel"), None | Some("" | "alternate")) {
                    self.tell(Part::Link);
                }
                return;
            }
            _ => return,
        };
        self.heard = Some((depth, heard));
    }

    /// The element at this depth ends.
    pub(super) fn end(&mut self, depth: usize) {
        self.heard.take_if(|(at, _)| *at == depth);
    }

    pub(super) fn text(&mut self, text: &str) {
        match self.heard {
            Some((_, Heard::Id)) => self.id.push_str(text),
            Some((_, Heard::Words)) => self.has_words |= text.contains(char::is_alphanumeric),
            Some((_, Heard::MediaDescription)) => self.media_description.push_str(text),
            None => {}
        }
    }

    /// Adds the link and the words that its other parts tell.
    pub(super) fn finish(self, out: &mut String) {
        if let Some(page) = self.page().filter(|_| !self.has(Part::Link)) {
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

    /// The page's address as other parts than a link name it. An id of Atom is an address on its own, and the parser knows
    /// it; where its author wrote a part of one, it is a link from the feed's base.
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
