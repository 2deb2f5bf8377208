//! Reads a cell that holds an address, as mail programs and people write it.

use unicode_normalization::UnicodeNormalization;

use crate::address::{AddressError, EmailAddress};
use crate::invisible::strip_invisible;

/// The address in a cell, and the name beside it: `Kim <kim@example.org>`, `mailto:kim@example.org`. What nobody sees, such
/// as zero-width spaces, is no part of it, and letters of full width are those that were meant.
pub(super) fn address(cell: &str) -> (Option<String>, Result<EmailAddress, AddressError>) {
    let mut seen = strip_invisible(cell);
    if seen.contains(|c| ('\u{ff01}'..='\u{ff5e}').contains(&c)) {
        seen = seen.nfkc().collect();
    }
    let seen = seen.trim();
    let (name, inside) = match seen
        .strip_suffix('>')
        .and_then(|seen| seen.rsplit_once('<'))
    {
        Some((name, address)) => (name.trim().trim_matches(['"', '\'']).trim(), address),
        None => ("", seen),
    };
    let inside = inside.trim();
    let scheme = inside
        .get(..7)
        .filter(|start| start.eq_ignore_ascii_case("mailto:"));
    let inside = scheme.map_or(inside, |_| &inside[7..]);
    let inside = inside
        .split('?')
        .next()
        .filter(|_| scheme.is_some())
        .unwrap_or(inside);
    let inside = inside.trim_end_matches([';', ',']);
    let name = (!name.is_empty()).then(|| name.to_owned());
    (name, inside.parse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_what_people_paste() {
        for cell in [
            "kim@example.org",
            "Kim <kim@example.org>",
            "\"Kim, Minji\" <kim@example.org>",
            "<kim@example.org>",
            "mailto:kim@example.org",
            "MAILTO:kim@example.org?subject=hello",
            "\u{200b}kim@example.org\u{200b}",
            "\u{a0}kim@example.org ",
            "\u{feff}kim@example.org",
            "kim＠example.org",
            "ｋｉｍ@example.org",
            "kim@example.org;",
        ] {
            let (_, email) = address(cell);
            assert_eq!(
                email.map(|email| email.to_string()),
                Ok("kim@example.org".into()),
                "{cell}"
            );
        }
        assert_eq!(
            address("\"Kim, Minji\" <kim@example.org>").0.unwrap(),
            "Kim, Minji"
        );
        assert!(address("kim@example.org, lee@example.org").1.is_err());
    }
}
