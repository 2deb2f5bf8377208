//! The texts of fields: CDATA as it stands, anything else as XML, with a bare `&` as itself.

use memchr::{memchr, memmem};

pub(in crate::comments::import) const CDATA: &[u8] = b"<![CDATA[";
pub(in crate::comments::import) const CDATA_END: &[u8] = b"]]>";

/// The text of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::comments::import) struct FieldText {
    pub text: String,
    /// What is wrong with it.
    pub fault: Option<&'static str>,
}

impl FieldText {
    /// Reads what stands between the tags of a field.
    pub fn read(content: &[u8]) -> Self {
        let mut field = Self::default();
        let mut bytes = Vec::with_capacity(content.len());
        let mut rest = content;
        while let Some(at) = memmem::find(rest, CDATA) {
            field.add_xml(&rest[..at], &mut bytes);
            let inner = &rest[at + CDATA.len()..];
            let end = memmem::find(inner, CDATA_END);
            bytes.extend_from_slice(&inner[..end.unwrap_or(inner.len())]);
            rest = end.map_or(&[], |end| &inner[end + CDATA_END.len()..]);
        }
        field.add_xml(rest, &mut bytes);
        field.text = String::from_utf8(bytes).unwrap_or_else(|error| {
            field.fault = Some("some of its bytes are no UTF-8 and are shown as \u{fffd}");
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
        field
    }

    fn add_xml(&mut self, xml: &[u8], bytes: &mut Vec<u8>) {
        let mut rest = xml;
        while let Some(at) = memchr(b'&', rest) {
            bytes.extend_from_slice(&rest[..at]);
            rest = &rest[at..];
            if let Some((character, length)) = reference(rest) {
                bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest = &rest[length..];
            } else {
                self.fault = Some("a bare & in it is no XML and was read as it stands");
                bytes.push(b'&');
                rest = &rest[1..];
            }
        }
        bytes.extend_from_slice(rest);
    }
}

/// The character of an XML reference at the beginning, with the bytes of the reference.
fn reference(bytes: &[u8]) -> Option<(char, usize)> {
    let end = memchr(b';', &bytes[..bytes.len().min(12)])?;
    let name = std::str::from_utf8(&bytes[1..end]).ok()?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((character, end + 1))
}

/// The name of a tag at the beginning, and its length with the brackets; `None` for anything else.
pub(in crate::comments::import) fn tag(bytes: &[u8]) -> Option<(&str, usize)> {
    let end = memchr(b'>', &bytes[..bytes.len().min(64)])?;
    let name = std::str::from_utf8(bytes.get(1..end)?).ok()?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '_');
    (!name.is_empty() && name.chars().all(is_name)).then_some((name, end + 1))
}

/// The position of a closing tag, outside CDATA.
pub(in crate::comments::import) fn end_of(
    bytes: &[u8],
    from: usize,
    closing: &[u8],
) -> Option<usize> {
    let mut at = from;
    while let Some(mark) = memchr(b'<', bytes.get(at..)?) {
        at += mark;
        if bytes[at..].starts_with(closing) {
            return Some(at);
        }
        at = behind_mark(bytes, at);
    }
    None
}

/// The position behind a CDATA section, or behind a bracket that begins none.
pub(in crate::comments::import) fn behind_mark(bytes: &[u8], at: usize) -> usize {
    if !bytes[at..].starts_with(CDATA) {
        return at + 1;
    }
    let inner = at + CDATA.len();
    memmem::find(&bytes[inner..], CDATA_END)
        .map_or(bytes.len(), |end| inner + end + CDATA_END.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_once_and_a_bare_ampersand_stays() {
        let read = |text: &str| FieldText::read(text.as_bytes());
        assert_eq!(
            read("<![CDATA[a &amp; ]]]]><![CDATA[> b]]>").text,
            "a &amp; ]]> b"
        );
        let escaped = read("https://a.example/?a=1&amp;b=2&#x26;c&#38;amp;");
        assert_eq!(escaped.text, "https://a.example/?a=1&b=2&c&amp;");
        assert_eq!(escaped.fault, None);
        let bare = read("https://a.example/?a=1&b=2&copy;<x");
        assert_eq!(bare.text, "https://a.example/?a=1&b=2&copy;<x");
        assert!(bare.fault.is_some());
        assert!(FieldText::read(b"<![CDATA[\xb0\xa1]]>").fault.is_some());
        assert_eq!(read("<![CDATA[open").text, "open");
    }
}
