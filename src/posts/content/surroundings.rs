//! Which elements of a page hold something else than the post.
//! Invariant: the element's own name and attributes decide; its text is judged later, in `furniture`.

use dom_query::NodeRef;

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

/// Beginnings of class names and ids that plug-ins and themes give to what stands around a post.
const FURNITURE: &[&str] = &[
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

/// Whether the element and all that it holds is left out. `by_class` switches on the rules that may err.
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
    by_class && is_furniture(name, node)
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
