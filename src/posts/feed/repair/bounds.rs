//! Counters of one document, with the most that a feed may have of each.

use super::dialect::Attributes;

/// No feed of a person nests deeper, XHTML content included.
pub(super) const DEEPEST: usize = 256;
/// Elements of a feed: ten megabytes of XHTML have about 170,000.
const MOST_ELEMENTS: usize = 300_000;
/// Attributes of one element, and of all; each is compared with those before it in its element.
const MOST_ATTRIBUTES: usize = 100;
const MOST_ATTRIBUTES_IN_ALL: usize = 600_000;
/// Namespaces that are declared at one place of the document; each name is looked up among them.
const MOST_NAMESPACES: usize = 100;
/// End tags that end nothing; each is compared with every open element.
const MOST_UNMATCHED_ENDS: usize = 10_000;
/// Elements between two looks at the time.
const ELEMENTS_BETWEEN_LOOKS: usize = 1_000;
/// Characters that the document's own entities may add.
const MOST_EXPANDED: usize = 100_000;

/// The counters, and the first that went beyond its bound.
pub(super) struct Bounds<'a> {
    elements: usize,
    attributes: usize,
    namespaces: usize,
    unmatched_ends: usize,
    expanded: usize,
    exceeded: Option<&'static str>,
    is_late: &'a dyn Fn() -> bool,
}

impl<'a> Bounds<'a> {
    pub(super) fn new(is_late: &'a dyn Fn() -> bool) -> Self {
        Self {
            elements: 0,
            attributes: 0,
            namespaces: 0,
            unmatched_ends: 0,
            expanded: 0,
            exceeded: None,
            is_late,
        }
    }

    /// The name of the bound that was exceeded.
    pub(super) fn exceeded(&self) -> Option<&'static str> {
        self.exceeded
    }

    fn require(&mut self, holds: bool, what: &'static str) {
        if !holds && self.exceeded.is_none() {
            self.exceeded = Some(what);
        }
    }

    /// Counts an element, and looks at the time now and then.
    pub(super) fn count_element(&mut self) {
        self.elements += 1;
        self.require(self.elements <= MOST_ELEMENTS, "elements");
        let is_time_to_look = self.elements.is_multiple_of(ELEMENTS_BETWEEN_LOOKS);
        let is_late = is_time_to_look && (self.is_late)();
        self.require(!is_late, "time");
    }

    /// Counts an attribute of an element that has `before` others.
    pub(super) fn count_attribute(&mut self, before: usize) {
        self.attributes += 1;
        let holds = before < MOST_ATTRIBUTES && self.attributes <= MOST_ATTRIBUTES_IN_ALL;
        self.require(holds, "attributes");
    }

    /// Counts the namespaces that an element declares, for as long as it is open; returns how many there are.
    pub(super) fn open_namespaces(&mut self, attributes: &Attributes) -> usize {
        let is_namespace = |(key, _): &&(String, String)| key.starts_with("xmlns");
        let declared = attributes.iter().filter(is_namespace).count();
        self.namespaces += declared;
        self.require(self.namespaces <= MOST_NAMESPACES, "attributes");
        declared
    }

    pub(super) fn close_namespaces(&mut self, declared: usize) {
        self.namespaces -= declared;
    }

    pub(super) fn count_unmatched_end(&mut self) {
        self.unmatched_ends += 1;
        self.require(self.unmatched_ends <= MOST_UNMATCHED_ENDS, "ends");
    }

    /// Counts what an entity of the document adds to it.
    pub(super) fn count_expansion(&mut self, length: usize) {
        self.expanded += length;
        self.require(self.expanded <= MOST_EXPANDED, "elements");
    }
}
