//! Bare addresses of web pages become links: they are put into angle brackets, which allow Hangul and have no emphasis. An address
//! that begins with `www.` gets the scheme `https`, and is shown without it.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use url::Url;

use super::cjk::is_cjk;

/// True for the address of a web page. Its host, as A-labels, has letters, digits, hyphens and dots (RFC 1123, section 2.1).
pub fn is_web_page(address: &str) -> bool {
    let is_plain = |host: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        host.starts_with('[') || (!host.is_empty() && host.chars().all(is_part))
    };
    Url::parse(address).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(is_plain)
    })
}

/// An address for a link: the host as A-labels, other non-ASCII letters escaped.
pub fn href(address: &str) -> Cow<'_, str> {
    match Url::parse(address) {
        Ok(url) if !address.is_ascii() => Cow::Owned(url.into()),
        _ => Cow::Borrowed(address),
    }
}

/// The scheme of an address that was written without one, with `emphasis::MARK`, by which [`shown`] finds it. No text of a person has
/// the mark.
const ADDED_SCHEME: &str = "https://\u{10a58}";
/// What such an address begins with.
const WWW: &[u8] = b"www.";
/// Bytes of the longest address. A bound, since what is no address is looked at again from each `http://` in it.
const LONGEST_ADDRESS: usize = 2_000;
/// Bytes before an address in which an underscore may open emphasis. A bound, since each address looks for one.
const LONGEST_EMPHASIS: usize = 400;

/// The words of a link without a scheme that was added.
pub(super) fn shown(words: &str) -> Option<&str> {
    words.strip_prefix(ADDED_SCHEME)
}

/// The source with its bare addresses in angle brackets. Addresses in code, links and descriptions of pictures are not bare.
pub(super) fn bracket(source: &str, options: Options) -> Cow<'_, str> {
    let has_www = || source.as_bytes().windows(WWW.len()).any(begins_with_www);
    if !source.contains("://") && !has_www() {
        return Cow::Borrowed(source);
    }
    let starts = starts(source, options);
    let mut bracketed = String::with_capacity(source.len() + 2 * starts.len());
    let (mut done, mut looked_at) = (0, 0);
    for start in starts.into_iter().filter(|start| *start < source.len()) {
        // An address may contain another: `https://archive.example/https://a.example`.
        if start < done.max(looked_at) {
            continue;
        }
        let Some((address, length)) = address_at(&source[start..], &source[..start]) else {
            looked_at = start + LONGEST_ADDRESS;
            continue;
        };
        let scheme = if begins_with_www(&source.as_bytes()[start..]) {
            ADDED_SCHEME
        } else {
            ""
        };
        if is_web_page(&address) || (!scheme.is_empty() && is_www(&address)) {
            bracketed.push_str(&source[done..start]);
            bracketed.push('<');
            bracketed.push_str(scheme);
            bracketed.push_str(&address);
            bracketed.push('>');
            done = start + length;
        }
    }
    bracketed.push_str(&source[done..]);
    Cow::Owned(bracketed)
}

/// The starts of bare addresses, in bytes.
fn starts(source: &str, options: Options) -> Vec<usize> {
    let mut starts = Vec::new();
    let (mut inside, mut in_anchor) = (0_usize, false);
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => inside -= 1,
            Event::InlineHtml(tag) => in_anchor = is_in_anchor(&tag, in_anchor),
            Event::Text(_) if inside == 0 && !in_anchor => {
                starts.extend(starts_in(source, range.start, range.end));
            }
            _ => {}
        }
    }
    starts
}

/// True while an `<a>` of the owner's HTML is open after this tag.
fn is_in_anchor(tag: &str, before: bool) -> bool {
    let tag = tag.to_ascii_lowercase();
    tag.starts_with("<a ") || (before && !tag.starts_with("</a"))
}

fn starts_in(source: &str, from: usize, to: usize) -> impl Iterator<Item = usize> {
    let is_start = move |at: &usize| {
        let rest = &source.as_bytes()[*at..];
        let begins = |scheme: &[u8]| {
            rest.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        let before = source[..*at].chars().next_back().unwrap_or(' ');
        if begins(b"http://") || begins(b"https://") {
            return !before.is_ascii_alphanumeric();
        }
        // A part of another address is no address: `https://www.…`, `kim@www.…`, `my-www.…`.
        begins(WWW) && !before.is_ascii_alphanumeric() && !"/.@:-=&?#%+".contains(before)
    };
    (from..to)
        .filter(|at| source.is_char_boundary(*at))
        .filter(is_start)
}

fn begins_with_www(text: &[u8]) -> bool {
    text.get(..WWW.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(WWW))
}

/// True for `www.example.com/page`: a host of three parts or more, of which the last is no number.
fn is_www(address: &str) -> bool {
    let host = address
        .split(['/', '?', '#', ':'])
        .next()
        .unwrap_or_default();
    let parts: Vec<&str> = host.split('.').collect();
    let is_end = |end: &&str| end.chars().count() >= 2 && end.chars().all(char::is_alphabetic);
    parts.len() >= 3
        && parts.iter().all(|part| !part.is_empty())
        && parts.last().is_some_and(is_end)
        && is_web_page(&format!("https://{address}"))
}

/// The address at the beginning of a text, without Markdown escapes (`\_`, `&amp;`), and its length in the text. One that
/// is longer than browsers take is none.
fn address_at(text: &str, before: &str) -> Option<(String, usize)> {
    let mut taken: Vec<(char, usize)> = Vec::new();
    let scheme = if begins_with_www(text.as_bytes()) {
        None
    } else {
        text.find("://")
    };
    let mut at = scheme.map_or(0, |colon| colon + 3);
    taken.extend(text[..at].char_indices().map(|(place, c)| (c, place + 1)));
    let host_from = at;
    let mut in_host = true;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (c, length) = match escaped(rest) {
            Some((meant, length)) => (meant, length),
            None if is_end(c) => break,
            None => (c, c.len_utf8()),
        };
        in_host &= !matches!(c, '/' | '?' | '#');
        let place = UrlContext {
            before: &taken,
            host: in_host.then_some(&text[host_from..at]),
            rest,
        };
        if !c.is_ascii() && !place.belongs(c) {
            break;
        }
        at += length;
        if at > LONGEST_ADDRESS {
            return None;
        }
        taken.push((c, at));
    }
    trim(&mut taken, is_underscore_open(before));
    let length = taken.last().map_or(0, |(_, end)| *end);
    Some((taken.into_iter().map(|(c, _)| c).collect(), length))
}

/// An escaped character of Markdown and its length.
fn escaped(rest: &str) -> Option<(char, usize)> {
    if rest.starts_with("&amp;") {
        return Some(('&', 5));
    }
    let mark = rest.strip_prefix('\\')?.chars().next()?;
    let is_of_addresses = mark.is_ascii_punctuation() && !is_end(mark);
    is_of_addresses.then_some((mark, 2))
}

fn is_end(c: char) -> bool {
    c.is_ascii() && (!c.is_ascii_graphic() || "<>\"'`\\^{|}".contains(c))
}

/// The surroundings of a non-ASCII letter in an address.
struct UrlContext<'a> {
    before: &'a [(char, usize)],
    /// The host so far; `None` after it.
    host: Option<&'a str>,
    rest: &'a str,
}

impl UrlContext<'_> {
    /// True when the letter belongs to the address. Hangul after `/`, `=`, `-`, `_` belongs to it. After a Latin letter or a digit it is a
    /// particle (`https://example.com/a에서`), unless the address goes on (`/2026년-결산`).
    fn belongs(&self, c: char) -> bool {
        let mut before = self.before.iter().rev().map(|(c, _)| *c);
        let (last, last_but_one) = (before.next().unwrap_or(' '), before.next());
        if !c.is_alphanumeric() {
            return unicode_normalization::char::is_combining_mark(c);
        }
        if !is_cjk(c) || (!last.is_ascii() && last.is_alphanumeric()) {
            return true;
        }
        let run = self
            .rest
            .find(|c: char| !is_cjk(c))
            .unwrap_or(self.rest.len());
        let (run, after) = self.rest.split_at(run);
        match (self.host, last) {
            (Some(host), '.') => {
                let is_first = host.eq_ignore_ascii_case("www.") && after.starts_with('.');
                !host.is_ascii() || run == "한국" || is_first
            }
            (Some(_), _) => matches!(last, '/' | '-'),
            (None, '/' | '=' | '-' | '_' | '%' | '(' | '&' | '#' | '@' | '+' | '~') => true,
            (None, ':') => last_but_one.is_some_and(|c| !c.is_ascii()),
            (None, '?') => after.starts_with('='),
            (None, last) if last.is_ascii_alphanumeric() => goes_on(after),
            (None, _) => false,
        }
    }
}

/// A particle is not followed by a joint and another word.
fn goes_on(after: &str) -> bool {
    let mut next = after.chars();
    let is_joint = next.next().is_some_and(|c| "-_/=&%".contains(c));
    is_joint && next.next().is_some_and(char::is_alphanumeric)
}

/// True when an underscore before the address may open emphasis that one after it closes.
fn is_underscore_open(before: &str) -> bool {
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_EMPHASIS))..];
    let line = near.rsplit('\n').next().unwrap_or_default();
    line.match_indices('_').any(|(at, _)| {
        let last = line[..at].chars().next_back();
        let next = line[at + 1..].chars().next();
        !last.is_some_and(char::is_alphanumeric) && !next.is_some_and(char::is_whitespace)
    })
}

/// Removes punctuation of the sentence from the end of an address. A bracket stays when the address opened it.
fn trim(taken: &mut Vec<(char, usize)>, is_underscore_open: bool) {
    let count = |mark| taken.iter().filter(|(c, _)| *c == mark).count();
    let (opened, mut closed) = (count('('), count(')'));
    let (opened_square, mut closed_square) = (count('['), count(']'));
    while let Some((last, _)) = taken.last() {
        match last {
            ')' if closed > opened => closed -= 1,
            ']' if closed_square > opened_square => closed_square -= 1,
            '_' if is_underscore_open => {}
            last if ".,;:!?*~".contains(*last) => {}
            _ => return,
        }
        taken.pop();
    }
}
