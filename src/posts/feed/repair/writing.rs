//! Tags and text as XML wants them.

use encoding_rs::WINDOWS_1252;

use super::dialect::Attributes;

/// The entities that every document of XML has.
pub(super) fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// The character of `#8217` or `#x2019`; `#146` means what Windows means by it.
pub(super) fn character(reference: &str) -> Option<char> {
    let number = reference.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    if let Ok(octet @ 0x80..=0x9f) = u8::try_from(code) {
        let octet = [octet];
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(&octet);
        return text.chars().next();
    }
    char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
}

pub(super) fn push_start(out: &mut String, name: &str, attributes: &Attributes) {
    out.push('<');
    out.push_str(name);
    for (key, value) in attributes {
        out.push(' ');
        out.push_str(key);
        out.push_str("=\"");
        push_value(out, value);
        out.push('"');
    }
    out.push('>');
}

pub(super) fn push_escaped(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        c => out.push(c),
    }
}

/// A value as it stood between its quotation marks; a loose ampersand in an address is common.
fn push_value(out: &mut String, value: &str) {
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '"' => out.push_str("&quot;"),
            '&' if is_reference(after) => out.push('&'),
            c => push_escaped(out, c),
        }
        rest = after;
    }
}

fn is_reference(after: &str) -> bool {
    let Some(end) = after.bytes().take(12).position(|b| b == b';') else {
        return false;
    };
    let name = &after[..end];
    predefined(name).is_some() || character(name).is_some()
}

/// "<!" of words, or of what only browsers know, such as `<![if mso]>`.
pub(super) fn is_loose_mark(rest: &str) -> bool {
    let Some(mark) = rest.strip_prefix("<!") else {
        return false;
    };
    let is_doctype = mark
        .get(..7)
        .is_some_and(|name| name.eq_ignore_ascii_case("doctype"));
    !(is_doctype || mark.starts_with("--") || mark.starts_with("[CDATA["))
}
