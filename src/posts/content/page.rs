//! A page of HTML, or a piece of one, as blocks.
//! Invariant: the walk keeps its own stack, so no depth of nesting can overflow the program's.

use dom_query::{Document as Dom, NodeData, NodeRef};

use super::block::{Block, Document, Kind};
use super::{nesting, tidy::tidy};

/// Elements that hold no prose of the post, with their reason a group.
const DROPPED: &[&str] = &[
    // Code and media, and what is written for machines.
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "svg",
    "math",
    "canvas",
    "video",
    "audio",
    "object",
    "pre",
    // Ways around the site.
    "nav",
    "footer",
    "aside",
    "menu",
    "header",
    "dialog",
    "address",
    // Forms.
    "form",
    "button",
    "input",
    "select",
    "textarea",
    "label",
    "fieldset",
    // Pictures with their captions, tables, and the reading aids of ruby.
    "figure",
    "figcaption",
    "table",
    "caption",
    "rt",
    "rp",
];

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

/// Beginnings of class names and ids that plug-ins and themes give to what stands around a post.
const FURNITURE: &[&str] = &[
    "sharedaddy",
    "sd-sharing",
    "share",
    "sharing",
    "social",
    "addtoany",
    "jp-relatedposts",
    "related",
    "yarpp",
    "author-box",
    "author-bio",
    "about-author",
    "byline",
    "subscribe",
    "subscription",
    "newsletter",
    "wp-block-jetpack-subscriptions",
    "jetpack_subscription",
    "mc4wp",
    "comment",
    "respond",
    "wp-block-comments",
    "wp-block-post-comments",
    "breadcrumb",
    "post-navigation",
    "nav-links",
    "pagination",
    "wp-caption",
    "wp-element-caption",
    "caption",
    "toc",
    "ez-toc",
    "table-of-contents",
    "cookie",
    "advert",
    "adsbygoogle",
    "sidebar",
    "widget",
    "post-tags",
    "tag-links",
    "tags-links",
    "cat-links",
    "entry-meta",
    "post-meta",
    "entry-footer",
    "footnote",
    "screen-reader-text",
    "twitter-tweet",
    "wp-block-embed",
    "embed",
    "printfriendly",
    "post-views",
];

/// Where themes put the post itself, the surest first.
const BODIES: &[&str] = &[
    "[itemprop=articleBody]",
    ".entry-content",
    ".post-content",
    ".article-body",
    "article",
    "main",
];

/// Reads a page. When the rules by class name leave nothing, they were wrong for this page, and it is read without them.
pub(super) fn read(html: &str) -> Document {
    let dom = Dom::from(nesting::bounded(html).as_ref());
    let root = body_of(&dom).unwrap_or_else(|| dom.root());
    let mut blocks = Walk::over(root, true);
    if blocks.is_empty() {
        blocks = Walk::over(root, false);
    }
    Document {
        title: title_of(&dom),
        blocks,
    }
}

/// The one element that holds the post; a page with several (an index of posts) is read whole.
fn body_of(dom: &Dom) -> Option<NodeRef<'_>> {
    BODIES.iter().find_map(|selector| {
        let found = dom.select(selector);
        if found.length() == 1 {
            found.nodes().first().copied()
        } else {
            None
        }
    })
}

/// What the page tells other sites as its title, else its only first heading, else its window's title.
fn title_of(dom: &Dom) -> Option<String> {
    let shared = dom
        .select("meta[property=\"og:title\"]")
        .attr("content")
        .map(|t| t.to_string());
    let headings = dom.select("h1");
    let heading = (headings.length() == 1).then(|| headings.text().to_string());
    let window = dom.select("head > title").text().to_string();
    [shared, heading, Some(window)]
        .into_iter()
        .flatten()
        .map(|t| tidy(&t, false))
        .find(|t| !t.is_empty())
}

enum Step<'a> {
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
struct Walk {
    blocks: Vec<Block>,
    text: String,
    linked: usize,
    links: usize,
    items: usize,
    heading: Option<u8>,
    by_class: bool,
}

impl Walk {
    fn over(root: NodeRef<'_>, by_class: bool) -> Vec<Block> {
        let mut walk = Self {
            by_class,
            ..Self::default()
        };
        let mut steps: Vec<Step<'_>> = Vec::new();
        push_children(root, &mut steps);
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(mark) => walk.leave(mark),
                Step::Enter(node) => walk.enter(node, &mut steps),
            }
        }
        walk.finish_block();
        walk.blocks
    }

    fn enter<'a>(&mut self, node: NodeRef<'a>, steps: &mut Vec<Step<'a>>) {
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
        if self.is_dropped(name, &node) {
            // Words on its two sides never touched.
            self.text.push(' ');
            if BLOCKS.contains(&name) {
                self.finish_block();
            }
            return;
        }
        if let Some(mark) = self.open(name) {
            steps.push(Step::Leave(mark));
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
        let text = tidy(&self.text, true);
        self.text.clear();
        let linked = std::mem::take(&mut self.linked);
        if text.is_empty() {
            return;
        }
        let kind = match self.heading {
            Some(level) => Kind::Heading(level),
            None if self.items > 0 => Kind::Item,
            None => Kind::Paragraph,
        };
        self.blocks.push(Block { kind, text, linked });
    }

    fn is_dropped(&self, name: &str, node: &NodeRef<'_>) -> bool {
        if DROPPED.contains(&name) {
            // Without the rules by class, an old page may keep its post in a layout table or a picture's frame.
            return self.by_class || !matches!(name, "table" | "figure" | "header");
        }
        if node.has_attr("hidden") || node.attr("aria-hidden").is_some_and(|v| &*v == "true") {
            return true;
        }
        if node
            .attr("style")
            .is_some_and(|style| style.replace(' ', "").contains("display:none"))
        {
            return true;
        }
        // The mark of a footnote says nothing in a summary.
        if name == "sup" && node.first_child().is_some_and(|child| child.has_name("a")) {
            return true;
        }
        self.by_class && is_furniture(name, node)
    }
}

fn push_children<'a>(node: NodeRef<'a>, steps: &mut Vec<Step<'a>>) {
    steps.extend(node.children_it(true).map(Step::Enter));
}

/// Themes write categories and tags of the post into the class of the whole (`category-newsletter`), so an element that
/// holds everything is never judged by its class.
fn is_furniture(name: &str, node: &NodeRef<'_>) -> bool {
    if matches!(name, "html" | "body" | "main" | "article") {
        return false;
    }
    if node
        .attr("role")
        .is_some_and(|r| matches!(&*r, "navigation" | "complementary" | "search" | "form"))
    {
        return true;
    }
    [node.class(), node.id_attr()]
        .into_iter()
        .flatten()
        .any(|names| {
            names.split_whitespace().any(|class| {
                let class = class.to_ascii_lowercase();
                FURNITURE.iter().any(|prefix| {
                    class
                        .strip_prefix(prefix)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_', 's']))
                })
            })
        })
}
