//! The normal form of an address.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;
use url::Url;

use super::trackers::{TRACKER_PREFIXES, TRACKERS};
use super::web_address::web_address;

/// File names that a server shows for their folder.
const INDEXES: &[&str] = &[
    "index.html",
    "index.htm",
    "index.xhtml",
    "index.shtml",
    "index.php",
    "index.asp",
    "index.aspx",
    "index.jsp",
    "default.htm",
    "default.html",
    "default.asp",
    "default.aspx",
];
/// Bytes that need no escape in a segment of a path (RFC 3986, section 3.3).
const PLAIN_IN_PATH: &[u8] = b"-._~!$&'()*+,;=:@";
/// Bytes that need no escape in a parameter, where `&`, `=` and `+` have a meaning.
const PLAIN_IN_QUERY: &[u8] = b"-._~!$'()*,;:@/?";

/// The key of a page, which is an address, too; `None` for a text that is not a web address.
pub fn page_key(address: &str) -> Option<String> {
    let url = web_address(address)?;
    let mut key = format!("https://{}", host(&url));
    if let Some(port) = url.port().filter(|port| !matches!(port, 80 | 443)) {
        let _ = write!(key, ":{port}");
    }
    key.push('/');
    key.push_str(&path(&url).join("/"));
    let query = query(&url);
    if !query.is_empty() {
        key.push('?');
        key.push_str(&query.join("&"));
    }
    Some(key)
}

/// The address without tracking parameters, in its own spelling, for links to the page.
pub fn without_trackers(mut url: Url) -> Url {
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let query = url.query().unwrap_or_default();
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracker(pair)).collect();
    let kept = kept.join("&");
    url.set_query((!kept.is_empty()).then_some(&kept));
    url
}

/// The host of a site, without `www.` and a final dot.
pub fn host(url: &Url) -> &str {
    let mut host = url.host_str().unwrap_or_default().trim_end_matches('.');
    while let Some(rest) = host.strip_prefix("www.").filter(|rest| rest.contains('.')) {
        host = rest;
    }
    host
}

fn path(url: &Url) -> Vec<String> {
    let mut parts: Vec<String> = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .map(|part| respelt(part, PLAIN_IN_PATH))
        .collect();
    while let Some(last) = parts.pop() {
        if is_comment_page(&last) || is_index(&last) {
            continue;
        }
        let bare = [".html", ".htm"]
            .iter()
            .find_map(|end| last.strip_suffix(end));
        if let Some(bare) = bare.filter(|bare| !bare.trim_matches('.').is_empty()) {
            parts.push(bare.to_owned());
        } else {
            parts.push(last);
            break;
        }
    }
    parts
}

fn is_index(part: &str) -> bool {
    INDEXES.contains(&part.to_ascii_lowercase().as_str())
}

/// `WordPress` shows the second page of a post's comments at `/comment-page-2/`.
fn is_comment_page(part: &str) -> bool {
    part.strip_prefix("comment-page-").is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The parameters that name the page, sorted by name. Parameters with one name keep their order.
fn query(url: &Url) -> Vec<String> {
    let pairs = url.query().unwrap_or_default().split('&');
    let mut kept: Vec<(String, String)> = pairs
        .filter(|pair| !is_tracker(pair))
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let respelt = |text: &str| respelt(&text.replace('+', "%20"), PLAIN_IN_QUERY);
            (respelt(name), respelt(value))
        })
        .collect();
    kept.sort_by(|(a, _), (b, _)| a.cmp(b));
    let pair = |(name, value): (String, String)| match value.as_str() {
        "" => name,
        value => format!("{name}={value}"),
    };
    kept.into_iter().map(pair).collect()
}

/// True for a tracking parameter, and for an empty one.
fn is_tracker(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    let name = respelt(&name.replace('+', "%20"), PLAIN_IN_QUERY).to_ascii_lowercase();
    // `&amp;` that was copied out of a page's source.
    let name = name.strip_prefix("amp;").unwrap_or(&name);
    pair.is_empty()
        || pair == "="
        || TRACKERS.contains(&name)
        || TRACKER_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

/// The normal form of a part of an address: no needless escapes, composed letters, escapes in upper case.
fn respelt(part: &str, plain: &[u8]) -> String {
    let mut part = part.to_owned();
    loop {
        let next = respelt_once(&part, plain);
        if next == part {
            return part;
        }
        part = next;
    }
}

fn respelt_once(part: &str, plain: &[u8]) -> String {
    let bytes = unescaped(part);
    // Bytes that are not UTF-8 (EUC-KR in old boards) are kept.
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => text.nfc().collect::<String>().into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let mut respelt = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            respelt.push(char::from(byte));
        } else {
            let _ = write!(respelt, "%{byte:02X}");
        }
    }
    respelt
}

/// The bytes of an escaped text. Non-ASCII letters that were escaped twice (`%25EA`) are unescaped twice: programs that share links do
/// that, and no page has such a name.
fn unescaped(part: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%'
            && let Some(byte) = escape(after)
        {
            rest = &after[2..];
            if byte == b'%' {
                let mut inner = rest;
                while let Some(again) = inner.strip_prefix(b"25") {
                    inner = again;
                }
                if let Some(letter) = escape(inner).filter(|letter| *letter >= 0x80) {
                    bytes.push(letter);
                    rest = &inner[2..];
                    continue;
                }
            }
            bytes.push(byte);
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    bytes
}

/// The byte of two hexadecimal digits.
fn escape(digits: &[u8]) -> Option<u8> {
    let digits = digits.get(..2)?;
    let value = |digit: u8| char::from(digit).to_digit(16);
    let byte = value(digits[0])? * 16 + value(digits[1])?;
    u8::try_from(byte).ok()
}
