//! Addresses in prose: who a report without fields is about.

use crate::address::EmailAddress;

/// Addresses looked at in one text.
const MOST: usize = 200;

/// An address and where it begins.
pub(super) struct Found {
    pub address: EmailAddress,
    pub start: usize,
}

/// Every address of a text, in order.
pub(super) fn in_text(text: &str) -> impl Iterator<Item = Found> {
    let at_signs = text.match_indices('@').take(MOST);
    at_signs.filter_map(|(at, _)| {
        // Where a tongue writes without spaces its words touch the address: an address that is ASCII beside the @ is ASCII.
        let is_ascii = text[..at].ends_with(|c: char| c.is_ascii());
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
        let words = text[start..end].trim_matches(['.', '\'', '-', '`']);
        let address = words.parse().ok()?;
        Some(Found { address, start })
    })
}

/// The address of a field such as `rfc822; kim@example.org` or `<kim@example.org>`.
pub(super) fn in_field(value: &str) -> Option<EmailAddress> {
    let value = value.rsplit_once(';').map_or(value, |(_, rest)| rest);
    let bare = value.trim().trim_matches(['<', '>', '"', '\'']);
    bare.parse()
        .ok()
        .or_else(|| in_text(value).next().map(|found| found.address))
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}
