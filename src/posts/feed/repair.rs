//! Feeds as strangers write them, rewritten as the parser takes them: broken ends, loose ampersands, old dialects, markup where
//! text belongs.
//! Invariant: what leaves here is well-formed and bounded; what was well-formed says the same.

mod dialect;
mod item;
mod names;
mod writing;

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader};

use crate::posts::problem::Problem;
use dialect::{Attributes, Dialect, Manner};
use item::Item;
pub(super) use names::without_address;
use writing::{character, is_loose_mark, push_escaped, push_start};

/// No feed of a person nests deeper, XHTML content included.
const DEEPEST: usize = 256;
/// Elements of a feed: ten megabytes of XHTML have about 170,000.
const MOST_ELEMENTS: usize = 300_000;
/// Attributes of one element, and of all; each is compared with those before it in its element.
const MOST_ATTRIBUTES: usize = 100;
const MOST_ATTRIBUTES_IN_ALL: usize = 600_000;
/// Namespaces that are declared at one place of the document; each name is looked up among them.
const MOST_NAMESPACES: usize = 100;
/// End tags that end nothing; each is compared with every open element.
const MOST_MISFITS: usize = 10_000;
/// Elements between two looks at the time.
const ELEMENTS_BETWEEN_LOOKS: usize = 1_000;
/// Characters that the document's own entities may add.
const MOST_EXPANDED: usize = 100_000;
/// No post holds another: one that begins within one of its kind shows that the end of that one is missing or misspelt.
const POSTS: [&str; 2] = ["item", "entry"];
/// Elements of HTML that have no end.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "wbr", "source", "embed", "col"];
/// What the reader took for the inside of a `<!` that begins nothing is read anew, up to the end where `<![` has no `]]>`:
/// octets that are read so at most, since hostile feeds have many.
const MOST_READ_ANEW: usize = 100_000_000;
/// Such marks in one feed; the reader begins anew at each.
const MOST_LOOSE: usize = 20_000;

/// A feed in XML, rewritten.
pub(super) struct Repaired {
    pub text: String,
    /// What could not be mended: nobody knows what the feed says from there on.
    pub fault: Option<Problem>,
    /// How many posts begin in it.
    pub posts: usize,
}

/// Rewrites a feed in XML whose first line has the number `first_line`; what was left open is ended.
pub(super) fn repaired(xml: &str, first_line: usize, is_late: &dyn Fn() -> bool) -> Repaired {
    let mut repair = Repair::new(is_late);
    let mut at = 0;
    let (mut read_anew, mut loose) = (0, 0);
    let fault = loop {
        let Err(stop) = repair.read(&xml[at..]) else {
            // It broke off before its outermost element ended.
            break (!repair.open.is_empty()).then_some(Problem::Cut);
        };
        if let Some(what) = repair.too_much {
            break Some(Problem::TooComplex(what));
        }
        at += stop.at;
        read_anew += stop.read;
        let may_go_on = read_anew <= MOST_READ_ANEW && loose < MOST_LOOSE;
        if may_go_on && is_loose_mark(&xml[at..]) {
            loose += 1;
            repair.text("<");
            at += 1;
            continue;
        }
        let line = first_line + xml[..at].matches('\n').count();
        break repair.fault(&xml[at..], line, stop.why);
    };
    while repair.end_last() {}
    Repaired {
        text: repair.out,
        fault,
        posts: repair.posts,
    }
}

/// Where the reader could not go on, how many octets from there it read in vain, and why.
struct Stop {
    at: usize,
    read: usize,
    why: String,
}

/// An element that was not ended yet.
struct Open {
    /// Its name as it was found.
    found: String,
    written: Written,
    /// Namespaces that it declares.
    namespaces: usize,
}

/// What became of an element's start, and has to be ended.
enum Written {
    /// An element of this name.
    Element(String),
    /// The text of a tag of this name: markup stood where text belongs.
    Tag(String),
    Nothing,
}

/// Words that are gathered until their element ends.
enum Held {
    Base64,
    /// A person, whose address is left out.
    Person,
}

struct Repair<'a> {
    out: String,
    open: Vec<Open>,
    dialect: Dialect,
    /// The depth at which an element stands that holds text alone: elements in it are text too.
    verbatim: Option<usize>,
    /// The words of an element, how deep it stands, and what becomes of them.
    held: Option<(usize, Held, String)>,
    /// The post that is being read.
    item: Option<Item>,
    /// The document's own entities.
    entities: HashMap<String, String>,
    expanded: usize,
    elements: usize,
    attributes: usize,
    namespaces: usize,
    misfits: usize,
    posts: usize,
    /// What there is more of than a feed may have.
    too_much: Option<&'static str>,
    is_late: &'a dyn Fn() -> bool,
}

impl<'a> Repair<'a> {
    fn new(is_late: &'a dyn Fn() -> bool) -> Self {
        Self {
            out: String::new(),
            open: Vec::new(),
            dialect: Dialect::default(),
            verbatim: None,
            held: None,
            item: None,
            entities: HashMap::new(),
            expanded: 0,
            elements: 0,
            attributes: 0,
            namespaces: 0,
            misfits: 0,
            posts: 0,
            too_much: None,
            is_late,
        }
    }

    /// Reads to the end, or to where that cannot go on.
    fn read(&mut self, xml: &str) -> Result<(), Stop> {
        let mut reader = Reader::from_str(xml);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let place = |at: u64| usize::try_from(at).unwrap_or(xml.len());
        while self.open.len() <= DEEPEST && self.too_much.is_none() {
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
                    return Err(Stop {
                        at,
                        read: place(reader.buffer_position()).saturating_sub(at),
                        why: error.to_string(),
                    });
                }
            }
        }
        Err(Stop {
            at: place(reader.buffer_position()),
            read: 0,
            why: format!("more than {DEEPEST} elements stand within each other"),
        })
    }

    /// What it means that nothing behind the beginning of `rest` could be read: where the outermost element ends there, the
    /// document is whole and broken. Nothing is lost where only the last ">" is.
    fn fault(&self, rest: &str, line: usize, why: String) -> Option<Problem> {
        let outermost = &self.open.first()?.found;
        let end = format!("</{outermost}");
        let rest = rest.trim_end().as_bytes();
        let is_end = |bytes: &[u8]| bytes.eq_ignore_ascii_case(end.as_bytes());
        match rest.windows(end.len()).rposition(is_end) {
            None => Some(Problem::Cut),
            Some(0) if rest.len() == end.len() => None,
            Some(_) => Some(Problem::BrokenAt(line, why)),
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
        let namespaces = attributes
            .iter()
            .filter(|(key, _)| key.starts_with("xmlns"));
        let namespaces = namespaces.count();
        let written = if self.verbatim.is_some() {
            self.write_tag(found, &attributes)
        } else {
            self.write_element(found, &mut attributes)
        };
        self.namespaces += namespaces;
        if self.namespaces > MOST_NAMESPACES {
            self.too_much = Some("attributes");
        }
        self.open.push(Open {
            found: found.to_owned(),
            written,
            namespaces,
        });
        if is_empty {
            self.end_last();
        }
    }

    /// The attributes of a tag, the first of each name; `None` when there are too many, or it is one element too many.
    fn attributes_of(&mut self, tag: &BytesStart<'_>) -> Option<Attributes> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            self.too_much = Some("elements");
        }
        if self.elements.is_multiple_of(ELEMENTS_BETWEEN_LOOKS) && (self.is_late)() {
            self.too_much = Some("time");
        }
        let mut attributes: Attributes = Vec::new();
        for attribute in tag.html_attributes().with_checks(false).flatten() {
            self.attributes += 1;
            if attributes.len() >= MOST_ATTRIBUTES || self.attributes > MOST_ATTRIBUTES_IN_ALL {
                self.too_much = Some("attributes");
            }
            if self.too_much.is_some() {
                return None;
            }
            let key: &str = attribute.key.as_ref();
            if !attributes.iter().any(|(known, _)| known == key) {
                attributes.push((key.to_owned(), attribute.value.into_owned()));
            }
        }
        self.too_much.is_none().then_some(attributes)
    }

    fn write_element(&mut self, found: &str, attributes: &mut Attributes) -> Written {
        if self.open.is_empty() {
            self.dialect = Dialect::of_root(found, attributes);
            let root = self.dialect.root(found);
            push_start(&mut self.out, &root, attributes);
            if self.dialect == Dialect::Rdf {
                self.out.push_str("<channel>");
            }
            return Written::Element(root);
        }
        let depth = self.open.len();
        let name = self.dialect.local(found, attributes);
        if self.dialect == Dialect::Rdf && name == "channel" {
            // Its items stand beside it, and those of newer feeds within.
            return Written::Nothing;
        }
        if POSTS.contains(&name.as_str()) && self.item.is_none() {
            self.posts += 1;
            self.item = Some(Item::new(depth, attributes));
        }
        let name = match &mut self.item {
            Some(item) if self.dialect.is_rss() && item.depth + 1 == depth => {
                item.child(&name, attributes)
            }
            None if self.dialect.is_rss() => item::of_channel(name),
            _ => self.dialect.name(&name).to_owned(),
        };
        let manner = self.dialect.manner(&name, attributes);
        push_start(&mut self.out, &name, attributes);
        match manner {
            Manner::Markup => {}
            Manner::Text => self.verbatim = Some(depth),
            Manner::Base64 => self.held = Some((depth, Held::Base64, String::new())),
            Manner::Person => self.held = Some((depth, Held::Person, String::new())),
        }
        if name == "category" && self.dialect.is_rss() {
            // itunes:category has its words in an attribute.
            let words = attributes.iter().find(|(key, _)| key == "text");
            if let Some(words) = words.map(|(_, value)| value.clone()) {
                self.text(&words);
            }
        }
        Written::Element(name)
    }

    /// Markup where text belongs becomes the text of it, as it should have been written.
    fn write_tag(&mut self, found: &str, attributes: &Attributes) -> Written {
        let name = found.rsplit(':').next().unwrap_or(found);
        let mut tag = String::new();
        push_start(&mut tag, name, attributes);
        self.markup(&tag);
        Written::Tag(name.to_owned())
    }

    fn close(&mut self, name: &str) {
        if !self.close_open(name) {
            self.misfits += 1;
            if self.misfits > MOST_MISFITS {
                self.too_much = Some("ends");
            }
        }
    }

    /// Ends an element with those in it that were left open; an end without a beginning is nothing.
    fn close_open(&mut self, name: &str) -> bool {
        let is_it = |open: &Open| open.found.eq_ignore_ascii_case(name);
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
        self.namespaces -= open.namespaces;
        if let Some((_, held, words)) = self.held.take_if(|(at, ..)| *at == depth) {
            self.release(&held, &words);
        }
        if let Some(item) = self.item.take_if(|item| item.depth == depth) {
            item.finish(&mut self.out);
        } else if let Some(item) = &mut self.item
            && item.depth + 1 == depth
        {
            item.child_ended();
        }
        self.verbatim.take_if(|at| *at == depth);
        match open.written {
            Written::Element(name) => {
                if depth == 0 && self.dialect == Dialect::Rdf {
                    self.out.push_str("</channel>");
                }
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
            Written::Tag(name) if !VOID.contains(&name.as_str()) => {
                self.markup(&format!("</{name}>"));
            }
            Written::Tag(_) | Written::Nothing => {}
        }
        true
    }

    fn release(&mut self, held: &Held, words: &str) {
        match held {
            Held::Base64 => {
                let bytes: String = words.split_whitespace().collect();
                let bytes = STANDARD.decode(bytes).unwrap_or_default();
                self.text(&String::from_utf8_lossy(&bytes));
            }
            Held::Person => self.text(&without_address(words)),
        }
    }

    /// Words. Within markup that became text they are words still: what looks like a tag in them was escaped.
    fn text(&mut self, text: &str) {
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

    /// Text that may be HTML, as it stands.
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
        } else if let Some(c) = names::predefined(name) {
            c.to_string()
        } else if let Some(words) = self.entities.get(name) {
            self.expanded += words.len();
            if self.expanded > MOST_EXPANDED {
                self.too_much = Some("elements");
            }
            words.clone()
        } else {
            // One of HTML's, which is read with the words around it.
            return self.markup(&format!("&{name};"));
        };
        self.text(&known);
    }
}
