//! Octets from the web as text: what the server says of the encoding is often wrong, what the octets say rarely.
//! Invariant: any octets become text; at worst with replacement characters.

use std::borrow::Cow;

use encoding_rs::{EUC_KR, Encoding, ISO_2022_JP, UTF_8, WINDOWS_1252};

/// How far into a document its own word on its encoding is looked for.
const HEAD: usize = 2048;

/// The text of a feed or a page that was served as `content_type`.
pub(super) fn decode(octets: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(octets) {
        return encoding
            .decode_without_bom_handling(&octets[mark..])
            .0
            .into_owned();
    }
    let served = content_type.and_then(|value| label_after(value, "charset="));
    let head = String::from_utf8_lossy(&octets[..octets.len().min(HEAD)]);
    let declared = label_after(&head, "encoding=").or_else(|| label_after(&head, "charset="));
    let named = [served, declared];
    // Only text that is UTF-8 looks like UTF-8, save for encodings that write everything in ASCII.
    let is_utf8 = !octets.is_ascii() && std::str::from_utf8(octets).is_ok();
    if is_utf8 {
        return String::from_utf8_lossy(octets).into_owned();
    }
    let looks_wide = octets
        .iter()
        .take(HEAD)
        .filter(|octet| **octet == 0)
        .count()
        > HEAD / 16;
    let mut candidates: Vec<&'static Encoding> = named.into_iter().flatten().collect();
    candidates.retain(|encoding| {
        encoding.is_ascii_compatible() || *encoding == ISO_2022_JP || looks_wide
    });
    candidates.extend([UTF_8, EUC_KR]);
    candidates
        .into_iter()
        .find_map(|encoding| whole(encoding, octets))
        .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(octets).0)
        .into_owned()
}

fn whole<'a>(encoding: &'static Encoding, octets: &'a [u8]) -> Option<Cow<'a, str>> {
    encoding.decode_without_bom_handling_and_without_replacement(octets)
}

/// The encoding named after `key`, quoted or not.
fn label_after(text: &str, key: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find(key)? + key.len();
    let rest = lower[at..].trim_start_matches(['"', '\'', ' ']);
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))
        .unwrap_or(rest.len());
    Encoding::for_label(rest[..end].as_bytes())
}
