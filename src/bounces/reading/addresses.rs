//! Addresses in free text: the recipients of a report without fields.

use crate::address::EmailAddress;

/// Addresses looked at in one text.
const MOST: usize = 200;

/// An address and where it begins.
pub(super) struct FoundAddress {
    pub address: EmailAddress,
    pub start: usize,
}

/// Every address of a text, in order.
pub(super) fn in_text(text: &str) -> impl Iterator<Item = FoundAddress> {
    let at_signs = text.match_indices('@').take(MOST);
    at_signs.filter_map(|(at, _)| {
        // In a language without spaces words touch the address. An address with ASCII beside the @ is ASCII.
        let is_ascii = text[..at].ends_with(|c: char| c.is_ascii());
        if text[..at].ends_with('"') {
            return quoted(text, at);
        }
        let start = text[..at]
            .char_indices()
            .rev()
            .take(64)
            .take_while(|(_, c)| is_local(*c) && (c.is_ascii() || !is_ascii))
            .last()?
            .0;
        let is_ascii = text[at + 1..].starts_with(|c: char| c.is_ascii());
        let length = text[at + 1..]
            .char_indices()
            .take(255)
            .take_while(|(_, c)| {
                (c.is_alphanumeric() || matches!(c, '.' | '-' | '_')) && (c.is_ascii() || !is_ascii)
            })
            .last()
            .map(|(index, c)| index + c.len_utf8())?;
        let end = at + 1 + length;
        if is_cut(text, start) {
            return None;
        }
        let words = text[start..end].trim_matches(['.', '\'', '-', '`']);
        let address = words.parse().ok()?;
        Some(FoundAddress { address, start })
    })
}

/// The address of a field such as `rfc822; kim@example.org` or `<kim@example.org>`.
pub(super) fn in_field(value: &str) -> Option<EmailAddress> {
    let value = value.rsplit_once(';').map_or(value, |(_, rest)| rest);
    let value = value.trim();
    let bare = value.trim_matches(['<', '>', '\'']);
    if let Ok(address) = bare.parse() {
        return Some(address);
    }
    // `gone a@…` is one name with a space, which some write without its quotes: the address is not `a@…`.
    let before = value.split('@').next().unwrap_or_default();
    if before.trim().contains(' ') && !before.contains(['<', ':']) {
        return None;
    }
    in_text(value).next().map(|found| found.address)
}

/// Reads `"kim"@…` as `kim@…` (RFC 5322, section 3.2.4). An address that needs its quotes is not supported.
fn quoted(text: &str, at: usize) -> Option<FoundAddress> {
    let inner = &text[..at - 1];
    let start = inner.rfind('"')?;
    let local = &inner[start + 1..];
    let domain: &str = text[at + 1..]
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')))
        .next()?;
    let address = format!("{local}@{}", domain.trim_end_matches('.'))
        .parse()
        .ok()?;
    Some(FoundAddress { address, start })
}

/// True for what follows a space or a mark in an angle bracket: the end of a name that needs quotes, and no address.
fn is_cut(text: &str, start: usize) -> bool {
    let line = text[..start].rsplit('\n').next().unwrap_or_default();
    let Some(bracket) = line.rfind('<') else {
        return false;
    };
    let inside = &line[bracket + 1..];
    !inside.contains('>') && inside.ends_with([' ', '"', '\\'])
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}
