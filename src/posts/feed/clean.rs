//! Cleaning of titles, addresses and ids of feeds.
//! Invariant: the output has no markup, and no control or direction characters.

use dom_query::Document;
use url::Url;

use crate::posts::content::nesting;
use crate::posts::{identity, reader_links};

/// Characters of a title that are kept.
pub(super) const LONGEST_TITLE: usize = 300;
/// Octets of the longest address; browsers and indexes take this much.
const LONGEST_ADDRESS: usize = 2000;
/// Octets of the longest id that is kept as it is.
const LONGEST_GUID: usize = 500;

/// Elements that are markup in a title, unlike `Vec<T>`. Their tags are removed, and the code of some of them.
const MARKUP: &[&str] = &[
    "a", "abbr", "applet", "audio", "b", "base", "big", "blink", "body", "br", "button", "center",
    "cite", "code", "del", "div", "em", "embed", "font", "form", "frame", "frameset", "h1", "h2",
    "h3", "head", "html", "i", "iframe", "img", "input", "ins", "li", "link", "mark", "math",
    "meta", "nobr", "object", "ol", "p", "param", "pre", "q", "s", "script", "small", "span",
    "strike", "strong", "style", "sub", "sup", "svg", "table", "td", "textarea", "title", "tr",
    "tt", "u", "ul", "video", "wbr", "xmp",
];
/// Those of them that mark words, and have an end.
const PAIRED: &[&str] = &[
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s",
    "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
];
/// Names of missing categories.
const NO_CATEGORY: &[&str] = &[
    "uncategorized",
    "uncategorised",
    "미분류",
    "분류되지 않음",
    "카테고리 없음",
    "분류없음",
];
/// Ends of a text that continues elsewhere.
const CUT_MARKS: &[&str] = &[
    "[…]", "[...]", "[ … ]", "(…)", "…", "...", "»", "→", "[more]", "(more)",
];
/// Texts of a link to the rest.
const MORE: &[&str] = &[
    "read more",
    "continue reading",
    "read the rest",
    "read the full",
    "read full",
    "keep reading",
    "view full",
    "계속 읽기",
    "더 읽기",
    "더 보기",
    "자세히 보기",
    "전문 보기",
    "계속해서 읽기",
    "전체 글 보기",
    "원문 보기",
];

/// Returns plain text on one line. A tag in it is text.
pub(super) fn plain_line(text: &str, longest: usize) -> String {
    let head = &text[..text.floor_char_boundary(longest * 20)];
    let words: Vec<&str> = head.split_whitespace().collect();
    printable(&words.join(" "), longest)
}

/// Returns a title or name on one line, without markup.
pub(super) fn line(text: &str, longest: usize) -> String {
    let head = &text[..text.floor_char_boundary(longest * 20)];
    let plain = if head.contains(['<', '&']) {
        let markup = escaped_unknown(head);
        let document = Document::fragment(nesting::bounded(&markup).as_ref());
        document
            .select("script, style, iframe, object, applet, svg, math, xmp")
            .remove();
        document.text().to_string()
    } else {
        head.to_owned()
    };
    let words: Vec<&str> = plain.split_whitespace().collect();
    printable(&words.join(" "), longest)
}

/// Returns at most `longest` characters, without control and direction characters. Line breaks stay.
pub(super) fn printable(text: &str, longest: usize) -> String {
    let is_kept = |c: &char| {
        !(c.is_control() && *c != '\n'
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
    };
    let kept: String = text.chars().filter(is_kept).take(longest).collect();
    kept.trim().to_owned()
}

/// Escapes tags that are not markup, such as `Vec<T>`. Titles may hold some tags, but tags such as <b> only in pairs.
fn escaped_unknown(text: &str) -> String {
    // In a long text the other half of each pair would be looked for too often.
    let is_short = text.len() <= LONGEST_TITLE * 20;
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let is_end = rest[at + 1..].starts_with('/');
        let after = rest[at + 1..].trim_start_matches('/');
        let end = after
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(after.len());
        let name = after[..end].to_ascii_lowercase();
        let is_lonely = is_short
            && after[end..].starts_with('>')
            && PAIRED.contains(&name.as_str())
            && !lower.contains(&if is_end {
                format!("<{name}")
            } else {
                format!("</{name}")
            });
        if after.starts_with("!--") && is_short {
            // Without its own end a comment ends at the next mark, as old browsers had it.
            let end = after.find("-->").map(|end| end + 3);
            let end = end.or_else(|| after.find('>').map(|end| end + 1));
            rest = &after[end.unwrap_or(after.len())..];
            continue;
        }
        let is_markup = after.starts_with("!--") || MARKUP.contains(&name.as_str()) && !is_lonely;
        out.push_str(if is_markup { "<" } else { "&lt;" });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out
}

/// Returns an address for readers: http or https, and not the feed's own. `feed` is the base of a relative one.
pub(super) fn link(text: &str, feed: &Url) -> Option<String> {
    let link = Url::parse(&address(text, Some(feed))?).ok()?;
    reader_links::for_readers(link, feed).map(String::from)
}

/// Returns a whole address of the web.
pub(super) fn address(text: &str, base: Option<&Url>) -> Option<String> {
    let text = text.trim();
    let url = match base {
        Some(base) => base.join(text).ok()?,
        None => Url::parse(text).ok()?,
    };
    let is_good = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| !host.is_empty())
        && url.as_str().len() <= LONGEST_ADDRESS;
    is_good.then(|| url.into())
}

/// Returns an id, or its hash if it is very long.
pub(super) fn guid(id: &str) -> String {
    let id = printable(id, LONGEST_ADDRESS * 10);
    if id.len() > LONGEST_GUID {
        identity::fingerprint(&["guid", &id])
    } else {
        id
    }
}

/// Returns true for the name of a category.
pub(super) fn is_category(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.contains(char::is_alphanumeric) && !NO_CATEGORY.contains(&lower.as_str())
}

/// Returns true if a body ends before the post does.
pub(super) fn is_cut(body: &str) -> bool {
    let start = body.floor_char_boundary(body.len().saturating_sub(1500));
    let tail = line(&body[start..], 1500);
    // WordPress and its plug-ins sign after the mark: "The post … appeared first on …".
    let tail = match tail.rfind("The post ") {
        Some(at) if tail[at..].contains(" appeared first on ") => tail[..at].trim_end(),
        _ => tail.as_str(),
    };
    if CUT_MARKS.iter().any(|mark| tail.ends_with(mark)) {
        return true;
    }
    let last: String = {
        let skipped = tail.chars().count().saturating_sub(80);
        tail.chars().skip(skipped).collect()
    };
    let last = last.to_lowercase();
    MORE.iter().any(|more| last.contains(more))
}

/// Returns the text without […] at its end.
pub(super) fn without_cut_mark(text: &str) -> &str {
    let text = text.trim_end();
    ["[…]", "[...]", "[ … ]", "(…)"]
        .iter()
        .find_map(|mark| text.strip_suffix(mark))
        .map_or(text, str::trim_end)
}
