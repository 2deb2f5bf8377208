//! The traversal of a page that collects its blocks.
//! Invariant: it keeps its own stack, so that no depth of nesting overflows the program's.

use dom_query::{NodeData, NodeRef};

use super::boilerplate_elements::is_dropped;
use super::model::{BlockKind, PageBlock};
use super::normalize::normalize;

/// Elements that begin and end a block.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "body",
    "html",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "details",
    "summary",
    "center",
    "hgroup",
    "td",
    "tr",
    "th",
    "table",
    "header",
    "figure",
];

enum TraversalStep<'a> {
    Enter(NodeRef<'a>),
    Leave(Mark),
}

/// What ends where an element ends.
#[derive(Clone, Copy)]
enum Mark {
    Link,
    Heading,
    Item,
    Block,
}

#[derive(Default)]
pub(super) struct Traversal {
    blocks: Vec<PageBlock>,
    text: String,
    linked: usize,
    links: usize,
    items: usize,
    heading: Option<u8>,
    by_class: bool,
}

impl Traversal {
    /// The blocks under an element, with or without the rules by class name.
    pub(super) fn blocks_under(root: NodeRef<'_>, by_class: bool) -> Vec<PageBlock> {
        let mut traversal = Self {
            by_class,
            ..Self::default()
        };
        let mut steps: Vec<TraversalStep<'_>> = Vec::new();
        push_children(root, &mut steps);
        while let Some(step) = steps.pop() {
            match step {
                TraversalStep::Leave(mark) => traversal.leave(mark),
                TraversalStep::Enter(node) => traversal.enter(node, &mut steps),
            }
        }
        traversal.finish_block();
        traversal.blocks
    }

    fn enter<'a>(&mut self, node: NodeRef<'a>, steps: &mut Vec<TraversalStep<'a>>) {
        let text = node.query(|n| match &n.data {
            NodeData::Text { contents } => Some(contents.to_string()),
            _ => None,
        });
        if let Some(text) = text.flatten() {
            self.push_text(&text);
            return;
        }
        let Some(name) = node.node_name() else {
            return;
        };
        let name: &str = &name;
        if name == "br" {
            self.break_line();
            return;
        }
        // WordPress makes pictures of emoji.
        if name == "img" {
            if node.has_class("wp-smiley") || node.has_class("emoji") {
                self.push_text(&node.attr_or("alt", ""));
            }
            return;
        }
        if is_dropped(name, &node, self.by_class) {
            // Words on its two sides never touched.
            self.text.push(' ');
            if BLOCKS.contains(&name) {
                self.finish_block();
            }
            return;
        }
        if let Some(mark) = self.open(name) {
            steps.push(TraversalStep::Leave(mark));
        }
        push_children(node, steps);
    }

    fn open(&mut self, name: &str) -> Option<Mark> {
        if name == "a" {
            self.links += 1;
            return Some(Mark::Link);
        }
        if !BLOCKS.contains(&name) {
            return None;
        }
        self.finish_block();
        Some(match name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] => {
                self.heading = Some(level - b'0');
                Mark::Heading
            }
            b"li" => {
                self.items += 1;
                Mark::Item
            }
            _ => Mark::Block,
        })
    }

    fn leave(&mut self, mark: Mark) {
        if matches!(mark, Mark::Link) {
            self.links -= 1;
            return;
        }
        self.finish_block();
        match mark {
            Mark::Heading => self.heading = None,
            Mark::Item => self.items -= 1,
            Mark::Link | Mark::Block => {}
        }
    }

    fn push_text(&mut self, text: &str) {
        // A line break in the source of a page is a blank; only <br> breaks a line.
        self.text
            .extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
        if self.links > 0 {
            self.linked += text.trim().chars().count();
        }
    }

    /// One <br> is a line, two are a paragraph.
    fn break_line(&mut self) {
        if self.text.trim_end_matches(' ').ends_with('\n') {
            self.finish_block();
        } else {
            self.text.push('\n');
        }
    }

    fn finish_block(&mut self) {
        let text = normalize(&self.text, true);
        self.text.clear();
        let linked = std::mem::take(&mut self.linked);
        if text.is_empty() {
            return;
        }
        let kind = match self.heading {
            Some(level) => BlockKind::Heading(level),
            None if self.items > 0 => BlockKind::Item,
            None => BlockKind::Paragraph,
        };
        self.blocks.push(PageBlock { kind, text, linked });
    }
}

fn push_children<'a>(node: NodeRef<'a>, steps: &mut Vec<TraversalStep<'a>>) {
    steps.extend(node.children_it(true).map(TraversalStep::Enter));
}
