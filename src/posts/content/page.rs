//! A page of HTML, or a piece of one, as blocks.
//! Invariant: a page that has any text has a block.

use dom_query::{Document as Dom, NodeRef};

use super::block::Document;
use super::walk::Walk;
use super::{embedded, nesting, tidy::tidy};

/// Where themes put the post itself, the surest first.
const BODIES: &[&str] = &[
    "[itemprop=articleBody]",
    ".entry-content",
    ".post-content",
    ".article-body",
    "article",
    "main",
];

/// Where WordPress's themes put the words of the author.
const WORDPRESS_BODIES: &str = ".entry-content, .wp-block-post-content, .post-content";

/// The author's words in a page of WordPress, and nothing of the theme's; `None` for another page, or a theme that marks
/// them in no known way.
pub(super) fn of_wordpress(html: &str) -> Option<Document> {
    let is_wordpress = ["/wp-content/", "/wp-includes/", "content=\"WordPress"];
    if !is_wordpress.iter().any(|sign| html.contains(sign)) {
        return None;
    }
    let dom = Dom::from(nesting::bounded(html).as_ref());
    let bodies = dom.select(WORDPRESS_BODIES);
    // A list of other posts has bodies too, of their beginnings, and some may be behind a password.
    let open = bodies.nodes().iter().filter(|node| !asks(node));
    let body = open.max_by_key(|node| node.text().len())?;
    Some(Document {
        title: title_of(&dom),
        blocks: Walk::over(*body, true),
    })
}

/// Whether a page asks for a password in the place of its own post, which stands before the other posts that a theme shows.
pub(in crate::posts) fn post_asks_for_password(html: &str) -> bool {
    if !embedded::asks_for_password(html) {
        return false;
    }
    let dom = Dom::from(nesting::bounded(html).as_ref());
    let mut bodies = [WORDPRESS_BODIES, "article"].into_iter();
    let first = bodies.find_map(|selector| dom.select(selector).nodes().first().copied());
    // A theme that marks no post is not trusted to show the form for another one.
    first.is_none_or(|body| asks(&body))
}

fn asks(body: &NodeRef<'_>) -> bool {
    embedded::asks_for_password(&body.html())
}

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
