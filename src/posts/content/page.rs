//! HTML, a page or a piece of one, as blocks.
//! Invariant: a page with text has a block.

use dom_query::{Document as Dom, NodeRef};

use super::model::ExtractedPage;
use super::traverse::Traversal;
use super::{embedded, nesting, normalize::normalize};

/// Selectors of the post in common themes, the surest first.
const BODIES: &[&str] = &[
    "[itemprop=articleBody]",
    ".entry-content",
    ".post-content",
    ".article-body",
    "article",
    "main",
];

/// Selectors of the author's text in themes of WordPress.
const WORDPRESS_BODIES: &str = ".entry-content, .wp-block-post-content, .post-content";

/// Returns the author's text in a page of WordPress, without the theme's. Returns `None` for another page, or if the theme
/// has none of the known selectors.
pub(super) fn of_wordpress(html: &str) -> Option<ExtractedPage> {
    let is_wordpress = ["/wp-content/", "/wp-includes/", "content=\"WordPress"];
    if !is_wordpress.iter().any(|sign| html.contains(sign)) {
        return None;
    }
    let dom = Dom::from(nesting::bounded(html).as_ref());
    let bodies = dom.select(WORDPRESS_BODIES);
    // A list of other posts has bodies too, of their beginnings, and some may be behind a password.
    let open = bodies.nodes().iter().filter(|node| !asks(node));
    let body = open.max_by_key(|node| node.text().len())?;
    Some(ExtractedPage {
        title: title_of(&dom),
        blocks: Traversal::blocks_under(*body, true),
    })
}

/// Returns true if a page asks for the password of its own post, which comes before other posts on the page.
pub(in crate::posts) fn post_asks_for_password(html: &str) -> bool {
    if !embedded::asks_for_password(html) {
        return false;
    }
    let dom = Dom::from(nesting::bounded(html).as_ref());
    let mut bodies = [WORDPRESS_BODIES, "article"].into_iter();
    let first = bodies.find_map(|selector| dom.select(selector).nodes().first().copied());
    // Without a marked post the form counts as the page's own.
    first.is_none_or(|body| asks(&body))
}

fn asks(body: &NodeRef<'_>) -> bool {
    embedded::asks_for_password(&body.html())
}

/// Returns the blocks of a page. If the rules by class name leave nothing, the page is read without them.
pub(super) fn read(html: &str) -> ExtractedPage {
    let dom = Dom::from(nesting::bounded(html).as_ref());
    let root = body_of(&dom).unwrap_or_else(|| dom.root());
    let mut blocks = Traversal::blocks_under(root, true);
    if blocks.is_empty() {
        blocks = Traversal::blocks_under(root, false);
    }
    ExtractedPage {
        title: title_of(&dom),
        blocks,
    }
}

/// Returns the element that holds the post. A page with several posts has none, and is read as a whole.
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

/// Returns the title for other sites, else the only first heading, else the title of the window.
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
        .map(|t| normalize(&t, false))
        .find(|t| !t.is_empty())
}
