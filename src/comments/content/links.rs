//! Links in a comment: only to web pages, and bare addresses become links too.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use url::Url;

/// True for the address of a web page; its host is of letters, digits, hyphens and dots (RFC 1123, section 2.1), once it is A-labels.
pub(crate) fn is_allowed(address: &str) -> bool {
    let is_plain = |host: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        host.starts_with('[') || (!host.is_empty() && host.chars().all(is_part))
    };
    Url::parse(address).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(is_plain)
    })
}

/// Adds `text` to `shown`, its bare addresses as links; returns how many there were.
pub(crate) fn link_up(text: &str, shown: &mut Vec<Event<'_>>) -> usize {
    let mut links = 0;
    let mut rest = text;
    while let Some(start) = beginning(rest) {
        let address = whole_address(&rest[start..]);
        if is_allowed(address) {
            shown.push(Event::Text(rest[..start].to_owned().into()));
            shown.push(Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: address.to_owned().into(),
                title: "".into(),
                id: "".into(),
            }));
            shown.push(Event::Text(address.to_owned().into()));
            shown.push(Event::End(TagEnd::Link));
            links += 1;
        } else {
            shown.push(Event::Text(rest[..start + address.len()].to_owned().into()));
        }
        rest = &rest[start + address.len()..];
    }
    shown.push(Event::Text(rest.to_owned().into()));
    links
}

fn beginning(text: &str) -> Option<usize> {
    let http = text.find("http://");
    let https = text.find("https://");
    match (http, https) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Up to the first character that is not of an address: a Korean particle follows without a space
/// (`https://example.com에서`), and browsers copy Hangul in addresses percent-encoded.
fn whole_address(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_graphic() || "<>\"'`\\^{|}".contains(c))
        .unwrap_or(text.len());
    let mut address = &text[..end];
    // Marks behind an address end the sentence; a bracket belongs to it only when it was opened in it.
    loop {
        let unopened = address.ends_with(')') && !address.contains('(')
            || address.ends_with(']') && !address.contains('[');
        if unopened || address.ends_with(['.', ',', ';', ':', '!', '?', '*', '_', '~']) {
            address = &address[..address.len() - 1];
        } else {
            return address;
        }
    }
}
