//! Decoding of bytes from the web. The server's label of the encoding is often wrong, the bytes themselves rarely.
//! Invariant: any bytes become text, at worst with replacement characters.

use std::borrow::Cow;

use encoding_rs::{EUC_KR, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes of a document in which its own label of the encoding is searched.
const HEAD: usize = 2048;

/// Whole letters beyond ASCII for each broken one that show the right encoding.
const LETTERS_A_FAULT: usize = 3;

/// Returns the text of a feed or a page that was served as `content_type`.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some(text) = utf_32(bytes) {
        return text;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes).or_else(|| wide(bytes)) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return text.into_owned();
    }
    // Only text that is UTF-8 looks like UTF-8, save for encodings that write everything in ASCII.
    if !bytes.is_ascii()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return text.to_owned();
    }
    let served = content_type.and_then(|value| label_after(value, "charset"));
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let declared = label_after(&head, "encoding").or_else(|| label_after(&head, "charset"));
    let named = [served, declared].into_iter().flatten();
    // Wide encodings were recognised above: a label that says so now is wrong.
    let named: Vec<&Encoding> = named
        .filter(|encoding| encoding.is_ascii_compatible() || *encoding == ISO_2022_JP)
        .collect();
    // A program that cuts a text by octets leaves half a letter; an encoding of one octet a letter would take anything.
    if is_nearly_utf_8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let candidates = named.iter().copied().chain([UTF_8, EUC_KR]);
    candidates
        .clone()
        .find_map(|encoding| whole(encoding, bytes))
        .or_else(|| {
            candidates
                .into_iter()
                .find_map(|encoding| nearly(encoding, bytes))
        })
        .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0)
        .into_owned()
}

/// Returns true if far more letters of several bytes are whole than broken.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken * LETTERS_A_FAULT
}

/// Returns the text if few letters are broken; each of them becomes U+FFFD.
fn nearly<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let is_broken = |c: &char| *c == char::REPLACEMENT_CHARACTER;
    let letters = text.chars().filter(|c| !c.is_ascii()).count();
    let broken = text.chars().filter(is_broken).count();
    (letters > broken * (LETTERS_A_FAULT + 1)).then_some(text)
}

/// UTF-16 without a mark: a document begins with `<` or `{`.
fn wide(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    match bytes {
        [b'<' | b'{', 0, ..] => Some((UTF_16LE, 0)),
        [0, b'<' | b'{', ..] => Some((UTF_16BE, 0)),
        _ => None,
    }
}

/// UTF-32, which browsers gave up and old feeds didn't.
fn utf_32(bytes: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [b'<', 0, 0, 0, ..] => u32::from_le_bytes,
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<', ..] => u32::from_be_bytes,
        _ => return None,
    };
    let (units, _) = bytes.as_chunks::<4>();
    let characters = units
        .iter()
        .map(|unit| char::from_u32(read(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(characters.filter(|c| *c != '\u{feff}').collect())
}

fn whole<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes)
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

#[cfg(test)]
mod tests {
    use super::*;

    const KOREAN: &str = "요약이 잘린 글입니다. 본문은 온전합니다. 여기에서 글자가 ";

    /// The text and the first octet of one more letter, with what declares the encoding before it.
    fn cut(encoding: &'static Encoding, head: &str) -> Vec<u8> {
        let (mut bytes, ..) = encoding.encode(head);
        let bytes = bytes.to_mut();
        bytes.extend_from_slice(&encoding.encode(KOREAN).0);
        bytes.push(encoding.encode("가").0[0]);
        bytes.extend_from_slice(b"...</p>");
        bytes.clone()
    }

    #[test]
    fn one_cut_letter_is_replaced_and_the_rest_stays() {
        for (encoding, head, served) in [
            (
                UTF_8,
                "<?xml version='1.0' encoding='UTF-8'?>",
                Some("text/xml; charset=utf-8"),
            ),
            (
                UTF_8,
                "<?xml version='1.0' encoding='UTF-8'?>",
                Some("text/xml; charset=ISO-8859-1"),
            ),
            (UTF_8, "<?xml version='1.0'?>", None),
            (UTF_8, "<meta charset='utf-8'>", Some("text/html")),
            (
                EUC_KR,
                "<?xml version='1.0' encoding='euc-kr'?>",
                Some("text/xml"),
            ),
            (
                EUC_KR,
                "<?xml version='1.0' encoding='euc-kr'?>",
                Some("text/xml; charset=utf-8"),
            ),
            (EUC_KR, "<p>", Some("text/html; charset=cp949")),
            (EUC_KR, "<p>", None),
        ] {
            let text = decode(&cut(encoding, head), served);
            assert!(
                text.contains(KOREAN) && text.contains("\u{fffd}"),
                "{head} {served:?}: {text}"
            );
        }
        let (japanese, ..) =
            encoding_rs::SHIFT_JIS.encode("要約が切れた記事です。本文は無事です。");
        let mut bytes = b"<?xml version='1.0' encoding='Shift_JIS'?>".to_vec();
        bytes.extend_from_slice(&japanese);
        bytes.extend_from_slice(&[0x82, b'<']);
        assert!(decode(&bytes, None).contains("本文は無事です。"));
    }

    #[test]
    fn a_text_that_only_claims_to_be_utf_8_is_read_as_what_it_is() {
        let latin = b"<?xml version='1.0' encoding='UTF-8'?><p>caf\xe9 and na\xefve</p>";
        assert!(decode(latin, None).contains("café and naïve"));
        let (korean, ..) = EUC_KR.encode(KOREAN);
        assert!(decode(&korean, Some("text/html; charset=utf-8")).contains(KOREAN));
    }
}
