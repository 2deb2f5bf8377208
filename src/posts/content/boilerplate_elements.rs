//! Elements of a page that hold boilerplate, found by name and class.
//! Invariant: the element's own name and attributes decide; `boilerplate_text` judges its text later.

use dom_query::NodeRef;

/// Elements without prose of the post, in groups by reason.
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

/// Beginnings of classes and ids that plug-ins and themes give to boilerplate.
const BOILERPLATE_CLASSES: &[&str] = &[
    "gudok-subscribe",
    "gudok-comment",
    "gudok-count",
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

/// Returns true if the element and its content is left out. `by_class` turns on the rules by class, which may err.
pub(super) fn is_dropped(name: &str, node: &NodeRef<'_>, by_class: bool) -> bool {
    if DROPPED.contains(&name) {
        // Without the rules by class, an old page may keep its post in a layout table or a picture's frame.
        return by_class || !matches!(name, "table" | "figure" | "header");
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
    by_class && is_boilerplate_class(name, node)
}

/// Themes put a post's categories into the class of the whole page (`category-newsletter`), so that the class of such an
/// element says nothing.
fn is_boilerplate_class(name: &str, node: &NodeRef<'_>) -> bool {
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
                BOILERPLATE_CLASSES.iter().any(|prefix| {
                    class
                        .strip_prefix(prefix)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_', 's']))
                })
            })
        })
}
