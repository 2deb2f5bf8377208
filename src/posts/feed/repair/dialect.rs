//! Names of older and looser feeds for the elements of RSS 2.0 and Atom 1.0.

/// Atom's namespace (RFC 4287).
const ATOM: &str = "http://www.w3.org/2005/Atom";
/// The namespace of Atom 0.3.
const OLD_ATOM: &str = "http://purl.org/atom/ns#";
/// Namespaces that the names of RSS are put into under a prefix.
const RSS: [&str; 6] = [
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/rss",
    "http://blogs.law.harvard.edu/tech/rss",
];
/// Prefixes that mean these, whatever a feed declares them to be.
const PREFIXES: [(&str, &str); 2] = [
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
];
/// Elements of Atom that hold words in a type.
const TEXTS: &[&str] = &[
    "title",
    "subtitle",
    "tagline",
    "summary",
    "content",
    "rights",
    "copyright",
    "info",
];
/// Elements of RSS that hold text alone.
const RSS_TEXTS: &[&str] = &["title", "description", "content:encoded", "category"];
/// Elements that name a person.
const PEOPLE: &[&str] = &[
    "author",
    "managingEditor",
    "webMaster",
    "dc:creator",
    "itunes:author",
];

/// The kind of an element's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementContent {
    /// Elements in it are elements.
    Markup,
    /// Text. Elements in it were not escaped by mistake.
    Text,
    Base64,
    /// The name of a person, perhaps with an address.
    Person,
}

/// The kind of a feed, by its root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Dialect {
    #[default]
    Other,
    Atom,
    OldAtom,
    /// RSS 0.91 to 2.0, with the prefixes that its names may have.
    Rss(Vec<String>),
    /// RSS 0.90 and 1.0.
    Rdf,
}

/// The name and value of each attribute.
pub(super) type Attributes = Vec<(String, String)>;

impl Dialect {
    /// Returns the dialect of this root, and replaces its attributes by those of the modern form.
    pub(super) fn of_root(name: &str, attributes: &mut Attributes) -> Self {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        match local {
            "feed" => {
                let is_modern = attributes.iter().any(|(_, value)| value == ATOM);
                for (key, value) in attributes.iter_mut() {
                    let is_old = value == OLD_ATOM || key == "xmlns" && value != ATOM;
                    if is_old && key.starts_with("xmlns") {
                        ATOM.clone_into(value);
                    }
                }
                if is_modern { Self::Atom } else { Self::OldAtom }
            }
            "rss" => {
                let mut prefixes = rss_prefixes(attributes);
                prefixes.extend((!prefix.is_empty()).then(|| prefix.to_owned()));
                modernise(attributes);
                Self::Rss(prefixes)
            }
            "RDF" => {
                modernise(attributes);
                Self::Rdf
            }
            _ => Self::Other,
        }
    }

    /// Returns the name of the root. Every kind of RSS becomes RSS 2.0.
    pub(super) fn root(&self, found: &str) -> String {
        if self.is_rss() { "rss" } else { found }.to_owned()
    }

    pub(super) fn is_rss(&self) -> bool {
        matches!(self, Self::Rss(_) | Self::Rdf)
    }

    /// Returns the name without a prefix of RSS itself.
    pub(super) fn local(&self, found: &str, attributes: &mut Attributes) -> String {
        let (prefix, local) = found.split_once(':').unwrap_or(("", found));
        let is_own = match self {
            Self::Rss(prefixes) => prefixes.iter().any(|known| known == prefix),
            Self::Rdf => prefix == "rss",
            _ => false,
        };
        if self.is_rss() && matches!(local, "channel" | "item") {
            attributes.retain(|(key, _)| key != "xmlns");
        }
        if is_own { local } else { found }.to_owned()
    }

    /// Returns the modern name of an element of Atom.
    pub(super) fn name<'a>(&self, name: &'a str) -> &'a str {
        match (self, name) {
            (_, "dc:author") => "dc:creator",
            (Self::OldAtom, "tagline") => "subtitle",
            (Self::OldAtom, "issued") => "published",
            (Self::OldAtom, "modified") => "updated",
            (Self::OldAtom, "copyright") => "rights",
            _ => name,
        }
    }

    /// Returns the kind of an element's content. Its type becomes one of the three of Atom 1.0.
    pub(super) fn content_of(&self, name: &str, attributes: &mut Attributes) -> ElementContent {
        if self.is_rss() {
            return match name {
                name if RSS_TEXTS.contains(&name) => ElementContent::Text,
                name if PEOPLE.contains(&name) => ElementContent::Person,
                _ => ElementContent::Markup,
            };
        }
        if matches!(self, Self::Atom | Self::OldAtom) && matches!(name, "name" | "dc:creator") {
            return ElementContent::Person;
        }
        if *self == Self::Other || !TEXTS.contains(&name) {
            return ElementContent::Markup;
        }
        let value = |key: &str| {
            let found = attributes.iter().find(|(known, _)| known == key);
            found.map(|(_, value)| value.trim().to_ascii_lowercase())
        };
        let (kind, mode) = (value("type").unwrap_or_default(), value("mode"));
        if value("src").is_some() {
            return ElementContent::Markup;
        }
        let (modern, content) = match (mode.as_deref(), kind.as_str()) {
            (Some("base64"), _) | (_, "application/octet-stream") => {
                ("html", ElementContent::Base64)
            }
            (_, "html" | "text/html" | "application/xhtml+xml") => ("html", ElementContent::Text),
            // Atom 0.3 allowed markup in any type.
            _ if *self == Self::OldAtom => ("html", ElementContent::Text),
            (_, "xhtml") => ("xhtml", ElementContent::Markup),
            _ => ("text", ElementContent::Markup),
        };
        attributes.retain(|(key, _)| key != "type" && key != "mode");
        attributes.push(("type".to_owned(), modern.to_owned()));
        content
    }
}

fn rss_prefixes(attributes: &Attributes) -> Vec<String> {
    let bound = attributes
        .iter()
        .filter(|(_, value)| RSS.contains(&value.as_str()));
    let prefixes = bound.filter_map(|(key, _)| key.strip_prefix("xmlns:"));
    prefixes.map(str::to_owned).collect()
}

/// Sets version 2.0; the versions do not differ in the parts that are read.
fn modernise(attributes: &mut Attributes) {
    let is_fixed = |key: &str| PREFIXES.iter().any(|(prefix, _)| *prefix == key);
    attributes.retain(|(key, _)| key != "xmlns" && key != "version" && !is_fixed(key));
    attributes.push(("version".to_owned(), "2.0".to_owned()));
    for (prefix, namespace) in PREFIXES {
        attributes.push((prefix.to_owned(), namespace.to_owned()));
    }
}
