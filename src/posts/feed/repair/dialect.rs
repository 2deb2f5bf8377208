//! What older and looser feeds call the things that RSS 2.0 and Atom 1.0 name.

/// Atom's namespace (RFC 4287).
const ATOM: &str = "http://www.w3.org/2005/Atom";
/// The namespace of Atom 0.3.
const OLD_ATOM: &str = "http://purl.org/atom/ns#";
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

/// How the words of an element are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    AsIs,
    Base64,
}

/// What kind of feed it is, told by its root.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Dialect {
    #[default]
    Other,
    Atom,
    OldAtom,
}

/// The name and value of each attribute.
type Attributes = Vec<(String, String)>;

impl Dialect {
    /// The dialect that begins with this root; its attributes become those of its modern form.
    pub(super) fn of_root(name: &str, attributes: &mut Attributes) -> Self {
        match name.rsplit(':').next() {
            Some("feed") => {
                let is_modern = attributes.iter().any(|(_, value)| value == ATOM);
                for (key, value) in attributes.iter_mut() {
                    let is_old = value == OLD_ATOM || key == "xmlns" && value != ATOM;
                    if is_old && key.starts_with("xmlns") {
                        ATOM.clone_into(value);
                    }
                }
                if is_modern { Self::Atom } else { Self::OldAtom }
            }
            Some("rss") => {
                // The three versions that the parser takes differ in nothing that is read here.
                attributes.retain(|(key, _)| key != "xmlns" && key != "version");
                attributes.push(("version".to_owned(), "2.0".to_owned()));
                Self::Other
            }
            _ => Self::Other,
        }
    }

    /// The modern name of an element.
    pub(super) fn name(self, name: &str) -> &str {
        match (self, name) {
            (_, "dc:author") => "dc:creator",
            (Self::OldAtom, "tagline") => "subtitle",
            (Self::OldAtom, "issued") => "published",
            (Self::OldAtom, "modified") => "updated",
            (Self::OldAtom, "copyright") => "rights",
            _ => name,
        }
    }

    /// How an element's words are written; its type becomes one of Atom 1.0's three where it is another word for one.
    pub(super) fn manner(self, name: &str, attributes: &mut Attributes) -> Manner {
        if self == Self::Other || !TEXTS.contains(&name) {
            return Manner::AsIs;
        }
        let value = |key: &str| {
            let found = attributes.iter().find(|(known, _)| known == key);
            found.map(|(_, value)| value.trim().to_ascii_lowercase())
        };
        let (kind, mode) = (value("type").unwrap_or_default(), value("mode"));
        if value("src").is_some() {
            return Manner::AsIs;
        }
        let (modern, manner) = match (mode.as_deref(), kind.as_str()) {
            (Some("base64"), _) | (_, "application/octet-stream") => ("html", Manner::Base64),
            (_, "html" | "text/html" | "application/xhtml+xml") => ("html", Manner::AsIs),
            (_, "xhtml") => ("xhtml", Manner::AsIs),
            _ => ("text", Manner::AsIs),
        };
        attributes.retain(|(key, _)| key != "type" && key != "mode");
        attributes.push(("type".to_owned(), modern.to_owned()));
        manner
    }
}
