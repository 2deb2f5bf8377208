//! Octets from the web as text: what the server says of the encoding is often wrong, what the octets say rarely.
//! Invariant: any octets become text; at worst with replacement characters.

use std::borrow::Cow;

use encoding_rs::{EUC_KR, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a document its own word on its encoding is looked for.
const HEAD: usize = 2048;

/// The text of a feed or a page that was served as `content_type`.
pub(super) fn decode(octets: &[u8], content_type: Option<&str>) -> String {
    if let Some(text) = utf_32(octets) {
        return text;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(octets).or_else(|| wide(octets)) {
        let (text, _) = encoding.decode_without_bom_handling(&octets[mark..]);
        return text.into_owned();
    }
    // Only text that is UTF-8 looks like UTF-8, save for encodings that write everything in ASCII.
    if !octets.is_ascii()
        && let Ok(text) = std::str::from_utf8(octets)
    {
        return text.to_owned();
    }
    let served = content_type.and_then(|value| label_after(value, "charset"));
    let head = String::from_utf8_lossy(&octets[..octets.len().min(HEAD)]);
    let declared = label_after(&head, "encoding").or_else(|| label_after(&head, "charset"));
    let named = [served, declared].into_iter().flatten();
    // Wide encodings were recognised above: a label that says so now is wrong.
    named
        .filter(|encoding| encoding.is_ascii_compatible() || *encoding == ISO_2022_JP)
        .chain([UTF_8, EUC_KR])
        .find_map(|encoding| whole(encoding, octets))
        .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(octets).0)
        .into_owned()
}

/// UTF-16 without a mark: a document begins with `<` or `{`.
fn wide(octets: &[u8]) -> Option<(&'static Encoding, usize)> {
    match octets {
        [b'<' | b'{', 0, ..] => Some((UTF_16LE, 0)),
        [0, b'<' | b'{', ..] => Some((UTF_16BE, 0)),
        _ => None,
    }
}

/// UTF-32, which browsers gave up and old feeds didn't.
fn utf_32(octets: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match octets {
        [0xff, 0xfe, 0, 0, ..] | [b'<', 0, 0, 0, ..] => u32::from_le_bytes,
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<', ..] => u32::from_be_bytes,
        _ => return None,
    };
    let (units, _) = octets.as_chunks::<4>();
    let characters = units
        .iter()
        .map(|unit| char::from_u32(read(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(characters.filter(|c| *c != '\u{feff}').collect())
}

fn whole<'a>(encoding: &'static Encoding, octets: &'a [u8]) -> Option<Cow<'a, str>> {
    encoding.decode_without_bom_handling_and_without_replacement(octets)
}

/// The encoding named after `key`, an equals sign and perhaps a quotation mark.
fn label_after(text: &str, key: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let rest = &lower[lower.find(key)? + key.len()..];
    let rest = rest.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))
        .unwrap_or(rest.len());
    Encoding::for_label(&rest.as_bytes()[..end])
}
