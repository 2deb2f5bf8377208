//! One pass over the events of a document: each is written as the parser takes it.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader};

use super::bounds::{Bounds, DEEPEST};
use super::dialect::{Attributes, Dialect, ElementContent};
use super::item::{self, FeedItem};
use super::names::{self, without_address};
use super::writing::{character, predefined, push_escaped, push_start};
use crate::posts::problem::FeedProblem;

/// Elements of posts. A post never contains another: if one begins inside another, the end of the outer one is missing.
const POSTS: [&str; 2] = ["item", "entry"];
/// Elements of HTML without an end tag.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "wbr", "source", "embed", "col"];

/// The place where the reader stopped, the bytes that it read beyond it, and the reason.
pub(super) struct ReadStop {
    pub at: usize,
    pub read: usize,
    pub why: String,
}

/// An open element.
struct OpenElement {
    /// The name in the source.
    found: String,
    written: WrittenElement,
    /// Namespaces that it declares.
    namespaces: usize,
}

/// The output of an element's start, which needs an end.
enum WrittenElement {
    /// An element of this name.
    Element(String),
    /// A tag as text, since markup was where text belongs.
    Tag(String),
    Nothing,
}

/// Text that is collected until its element ends.
enum HeldText {
    Base64,
    /// A person, without the address.
    Person,
}

/// The rewritten document, with the elements that are open.
pub(super) struct Rewriter<'a> {
    out: String,
    open: Vec<OpenElement>,
    dialect: Dialect,
    /// The depth of an element that holds only text; elements in it are text, too.
    verbatim: Option<usize>,
    /// The collected text of an element, with its depth and its use.
    held: Option<(usize, HeldText, String)>,
    /// The post that is being read.
    item: Option<FeedItem>,
    /// The document's own entities.
    entities: HashMap<String, String>,
    posts: usize,
    bounds: Bounds<'a>,
}

impl<'a> Rewriter<'a> {
    pub(super) fn new(is_late: &'a dyn Fn() -> bool) -> Self {
        Self {
            out: String::new(),
            open: Vec::new(),
            dialect: Dialect::default(),
            verbatim: None,
            held: None,
            item: None,
            entities: HashMap::new(),
            posts: 0,
            bounds: Bounds::new(is_late),
        }
    }

    /// Returns true if an element is open.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The bound that was exceeded.
    pub(super) fn exceeded(&self) -> Option<&'static str> {
        self.bounds.exceeded()
    }

    /// Ends what is open; returns the document and the number of its posts.
    pub(super) fn finish(mut self) -> (String, usize) {
        while self.end_last() {}
        (self.out, self.posts)
    }

    /// Reads to the end, or to the place of an error.
    pub(super) fn read(&mut self, xml: &str) -> Result<(), ReadStop> {
        let mut reader = Reader::from_str(xml);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let place = |at: u64| usize::try_from(at).unwrap_or(xml.len());
        while self.open.len() <= DEEPEST && self.exceeded().is_none() {
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.open(&tag, false),
                Ok(Event::Empty(tag)) => self.open(&tag, true),
                Ok(Event::End(tag)) => self.close(tag.name().as_ref()),
                Ok(Event::Text(text)) => self.text(&text),
                Ok(Event::CData(text)) => self.markup(&text),
                Ok(Event::GeneralRef(reference)) => self.reference(&reference),
                Ok(Event::DocType(doctype)) => self.entities = names::entities(&doctype),
                // Declarations, comments and instructions say nothing about posts, and the reader goes on behind ill-formed ones.
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_))
                | Err(Error::IllFormed(_)) => {}
                Ok(Event::Eof) => return Ok(()),
                Err(error) => {
                    let at = place(reader.error_position());
                    return Err(ReadStop {
                        at,
                        read: place(reader.buffer_position()).saturating_sub(at),
                        why: error.to_string(),
                    });
                }
            }
        }
        Err(ReadStop {
            at: place(reader.buffer_position()),
            read: 0,
            why: format!("more than {DEEPEST} elements stand within each other"),
        })
    }

    /// Returns the fault of a document that cannot be read from `rest` on. If the outermost element ends there, the document is
    /// complete but broken. If only the last ">" is missing, there is no fault.
    pub(super) fn fault(&self, rest: &str, line: usize, why: String) -> Option<FeedProblem> {
        let outermost = &self.open.first()?.found;
        let end = format!("</{outermost}");
        let rest = rest.trim_end().as_bytes();
        let is_end = |bytes: &[u8]| bytes.eq_ignore_ascii_case(end.as_bytes());
        match rest.windows(end.len()).rposition(is_end) {
            None => Some(FeedProblem::Cut),
            Some(0) if rest.len() == end.len() => None,
            Some(_) => Some(FeedProblem::BrokenAt(line, why)),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        let qualified = tag.name();
        let found: &str = qualified.as_ref();
        if !found.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            // "a < b" in words is no tag.
            self.text("<");
            self.text(tag);
            self.text(">");
            return;
        }
        let Some(mut attributes) = self.attributes_of(tag) else {
            return;
        };
        if POSTS.contains(&found) {
            self.close_open(found);
        }
        let namespaces = self.bounds.open_namespaces(&attributes);
        let written = if self.verbatim.is_some() {
            self.write_tag(found, &attributes)
        } else {
            self.write_element(found, &mut attributes)
        };
        self.open.push(OpenElement {
            found: found.to_owned(),
            written,
            namespaces,
        });
        if is_empty {
            self.end_last();
        }
    }

    /// Returns the attributes of a tag, the first of each name, or `None` if a bound is exceeded.
    fn attributes_of(&mut self, tag: &BytesStart<'_>) -> Option<Attributes> {
        self.bounds.count_element();
        let mut attributes: Attributes = Vec::new();
        for attribute in tag.html_attributes().with_checks(false).flatten() {
            self.bounds.count_attribute(attributes.len());
            if self.exceeded().is_some() {
                return None;
            }
            let key: &str = attribute.key.as_ref();
            if !attributes.iter().any(|(known, _)| known == key) {
                attributes.push((key.to_owned(), attribute.value.into_owned()));
            }
        }
        self.exceeded().is_none().then_some(attributes)
    }

    fn write_element(&mut self, found: &str, attributes: &mut Attributes) -> WrittenElement {
        if self.open.is_empty() {
            self.dialect = Dialect::of_root(found, attributes);
            let root = self.dialect.root(found);
            push_start(&mut self.out, &root, attributes);
            if self.dialect == Dialect::Rdf {
                self.out.push_str("<channel>");
            }
            return WrittenElement::Element(root);
        }
        let depth = self.open.len();
        let name = self.dialect.local(found, attributes);
        if self.dialect == Dialect::Rdf && name == "channel" {
            // Its items are beside it, and those of newer feeds inside.
            return WrittenElement::Nothing;
        }
        if POSTS.contains(&name.as_str()) && self.item.is_none() {
            self.posts += 1;
            self.item = Some(FeedItem::new(depth, self.dialect.is_rss(), attributes));
        }
        let name = match &mut self.item {
            Some(item) if self.dialect.is_rss() && item.depth + 1 == depth => {
                item.child(&name, attributes)
            }
            None if self.dialect.is_rss() => item::of_channel(name),
            _ => self.dialect.name(&name).to_owned(),
        };
        if let Some(item) = &mut self.item {
            item.open(depth, &name, attributes);
        }
        let content = self.dialect.content_of(&name, attributes);
        push_start(&mut self.out, &name, attributes);
        match content {
            ElementContent::Markup => {}
            ElementContent::Text => self.verbatim = Some(depth),
            ElementContent::Base64 => self.held = Some((depth, HeldText::Base64, String::new())),
            ElementContent::Person => self.held = Some((depth, HeldText::Person, String::new())),
        }
        if name == "category" && self.dialect.is_rss() {
            // itunes:category has its words in an attribute.
            let words = attributes.iter().find(|(key, _)| key == "text");
            if let Some(words) = words.map(|(_, value)| value.clone()) {
                self.text(&words);
            }
        }
        WrittenElement::Element(name)
    }

    /// Writes markup as escaped text, where text belongs.
    fn write_tag(&mut self, found: &str, attributes: &Attributes) -> WrittenElement {
        let name = found.rsplit(':').next().unwrap_or(found);
        let mut tag = String::new();
        push_start(&mut tag, name, attributes);
        self.markup(&tag);
        WrittenElement::Tag(name.to_owned())
    }

    fn close(&mut self, name: &str) {
        if !self.close_open(name) {
            self.bounds.count_unmatched_end();
        }
    }

    /// Ends an element and the open ones in it. Returns false for an end tag without a start tag.
    fn close_open(&mut self, name: &str) -> bool {
        let is_it = |open: &OpenElement| open.found.eq_ignore_ascii_case(name);
        let Some(at) = self.open.iter().rposition(is_it) else {
            return false;
        };
        while self.open.len() > at {
            self.end_last();
        }
        true
    }

    fn end_last(&mut self) -> bool {
        let Some(open) = self.open.pop() else {
            return false;
        };
        let depth = self.open.len();
        self.bounds.close_namespaces(open.namespaces);
        if let Some((_, held, words)) = self.held.take_if(|(at, ..)| *at == depth) {
            self.release(&held, &words);
        }
        if let Some(item) = self.item.take_if(|item| item.depth == depth) {
            item.finish(&mut self.out);
        } else if let Some(item) = &mut self.item {
            item.close(depth);
        }
        self.verbatim.take_if(|at| *at == depth);
        match open.written {
            WrittenElement::Element(name) => {
                if depth == 0 && self.dialect == Dialect::Rdf {
                    self.out.push_str("</channel>");
                }
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
            WrittenElement::Tag(name) if !VOID.contains(&name.as_str()) => {
                self.markup(&format!("</{name}>"));
            }
            WrittenElement::Tag(_) | WrittenElement::Nothing => {}
        }
        true
    }

    fn release(&mut self, held: &HeldText, words: &str) {
        match held {
            HeldText::Base64 => {
                let bytes: String = words.split_whitespace().collect();
                let bytes = STANDARD.decode(bytes).unwrap_or_default();
                self.text(&String::from_utf8_lossy(&bytes));
            }
            HeldText::Person => self.text(&without_address(words)),
        }
    }

    /// Writes text. Inside of markup that became text it is escaped twice, since a tag in it was escaped before.
    pub(super) fn text(&mut self, text: &str) {
        // Atom's type="html" is HTML to its last letter.
        let is_html = self.dialect == Dialect::Atom;
        if !is_html && self.verbatim.is_some_and(|at| self.open.len() > at + 1) {
            let mut words = String::with_capacity(text.len());
            for c in text.chars() {
                push_escaped(&mut words, c);
            }
            self.markup(&words);
        } else {
            self.markup(text);
        }
    }

    /// Writes text that may be HTML, unchanged.
    fn markup(&mut self, text: &str) {
        if let Some((_, _, words)) = &mut self.held {
            words.push_str(text);
            return;
        }
        if let Some(item) = &mut self.item {
            item.text(text);
        }
        for c in text.chars() {
            push_escaped(&mut self.out, c);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        let name: &str = reference;
        let known = if reference.is_char_ref() {
            character(reference).map(String::from).unwrap_or_default()
        } else if let Some(c) = predefined(name) {
            c.to_string()
        } else if let Some(words) = self.entities.get(name) {
            self.bounds.count_expansion(words.len());
            words.clone()
        } else {
            // One of HTML's, which is read with the words around it.
            return self.markup(&format!("&{name};"));
        };
        self.text(&known);
    }
}
