//! What an item of RSS has said so far: where its page, its words and its date are named by other formats' elements, they get
//! the names that RSS has for them.

use super::dialect::Attributes;
use super::writing::push_escaped;

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

/// An item that is being read.
#[derive(Default)]
pub(super) struct Item {
    /// How many elements stand around it.
    pub depth: usize,
    /// What RSS 1.0 says that it is about: its page.
    about: Option<String>,
    /// Which of its parts it has told.
    told: Vec<Part>,
    /// The id, when it may be the page's address.
    permalink: Option<String>,
    is_in_guid: bool,
}

impl Item {
    pub(super) fn new(depth: usize, attributes: &Attributes) -> Self {
        let about = attributes
            .iter()
            .find(|(key, _)| key == "rdf:about" || key == "about");
        Self {
            depth,
            about: about.map(|(_, value)| value.clone()),
            ..Self::default()
        }
    }

    /// The name under which a child of it is written.
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
            "guid" => {
                let is_id = attributes.iter().any(|(key, value)| {
                    key.eq_ignore_ascii_case("isPermaLink") && value.trim() == "false"
                });
                self.is_in_guid = !is_id;
                self.permalink = Some(String::new()).filter(|_| !is_id);
            }
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

    pub(super) fn child_ended(&mut self) {
        self.is_in_guid = false;
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.is_in_guid
            && let Some(permalink) = &mut self.permalink
        {
            permalink.push_str(text);
        }
    }

    /// Adds the link that its other parts tell.
    pub(super) fn finish(self, out: &mut String) {
        let is_address = |text: &&String| text.trim().starts_with("http");
        let page = self.about.as_ref().filter(is_address);
        let page = page.or_else(|| self.permalink.as_ref().filter(is_address));
        if let Some(page) = page.filter(|_| !self.has(Part::Link)) {
            out.push_str("<link>");
            for c in page.trim().chars() {
                push_escaped(out, c);
            }
            out.push_str("</link>");
        }
    }
}

/// The name under which an element outside of items is written.
pub(super) fn of_channel(name: String) -> String {
    match name.as_str() {
        "dc:title" => "title".to_owned(),
        "dc:author" => "dc:creator".to_owned(),
        _ => name,
    }
}
