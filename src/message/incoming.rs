//! Prepares the bytes of a mail that arrived for the parser: bounds, line ends, and names of character sets.

use std::borrow::Cow;

use encoding_rs::EUC_KR;

/// Bytes of a mail that are read. Reports and answers come first, what they quote last; nobody needs its pictures.
const LONGEST_MAIL: usize = 2_000_000;
/// Mails within mails: parsing and forgetting them goes one level deeper each, and a thread's stack has an end.
const DEEPEST: usize = 32;

/// Names under which Korean systems declare Windows code page 949, a superset of EUC-KR.
const CODE_PAGE_949: &[&[u8]] = &[
    b"cp949",
    b"cp-949",
    b"ms949",
    b"x-windows-949",
    b"windows-949",
    b"uhc",
    b"x-uhc",
    b"korean",
    b"ksc5601",
];
/// Names that say nothing of letters beyond ASCII.
const ASCII: &[&[u8]] = &[
    b"us-ascii",
    b"ascii",
    b"unknown-8bit",
    b"x-unknown",
    b"unknown",
];

/// The bytes with bare CR line ends as LF where there is no other, and with names of character sets that the parser
/// knows. What is declared ASCII gets the set in which the bytes of the whole mail are valid.
pub fn readable(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut mail = Cow::Borrowed(bytes);
    if !bytes.contains(&b'\n') && bytes.contains(&b'\r') {
        mail.to_mut()
            .iter_mut()
            .filter(|byte| **byte == b'\r')
            .for_each(|byte| *byte = b'\n');
    }
    let beyond_ascii: &[u8] = if mail.is_ascii() || std::str::from_utf8(&mail).is_ok() {
        b"utf-8"
    } else if EUC_KR
        .decode_without_bom_handling_and_without_replacement(&mail)
        .is_some()
    {
        b"euc-kr"
    } else {
        b"us-ascii"
    };
    match renamed(&mail, beyond_ascii) {
        Some(renamed) => Cow::Owned(renamed),
        None => mail,
    }
}

/// The bytes with other names after `charset=` and in encoded words; `None` when there is nothing to rename.
fn renamed(bytes: &[u8], beyond_ascii: &[u8]) -> Option<Vec<u8>> {
    let mut renamed = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(length) = introduction(&bytes[at..]) {
        let from = at + length.0 + length.1;
        let end = bytes[from..]
            .iter()
            .position(|byte| !is_of_name(*byte))
            .map_or(bytes.len(), |to| from + to);
        let is = |names: &[&[u8]]| {
            names
                .iter()
                .any(|name| name.eq_ignore_ascii_case(&bytes[from..end]))
        };
        let name = if is(CODE_PAGE_949) {
            Some(&b"euc-kr"[..])
        } else {
            is(ASCII).then_some(beyond_ascii)
        };
        if let Some(name) = name {
            renamed.extend_from_slice(&bytes[copied..from]);
            renamed.extend_from_slice(name);
            copied = end;
        }
        at = end.max(at + length.0 + 1);
    }
    (copied > 0).then(|| {
        renamed.extend_from_slice(&bytes[copied..]);
        renamed
    })
}

/// The place of the next character set's name: bytes before its introduction, and the length of the introduction.
fn introduction(bytes: &[u8]) -> Option<(usize, usize)> {
    const PARAMETER: &[u8] = b"charset=";
    memchr::memchr_iter(b'=', bytes).find_map(|equals| {
        if bytes.get(equals + 1) == Some(&b'?') {
            return Some((equals, 2));
        }
        let start = (equals + 1).checked_sub(PARAMETER.len())?;
        let is_parameter = bytes[start..=equals].eq_ignore_ascii_case(PARAMETER);
        let quote = usize::from(bytes.get(equals + 1) == Some(&b'"'));
        is_parameter.then_some((start, PARAMETER.len() + quote))
    })
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':')
}

/// The mail's beginning, cut before it nests too deeply. Only what declares a mail within counts.
pub fn bounded(bytes: &[u8]) -> &[u8] {
    let bytes = &bytes[..bytes.len().min(LONGEST_MAIL)];
    let mut depth = 0;
    for (at, window) in bytes.windows(8).enumerate() {
        if window.eq_ignore_ascii_case(b"message/") || window.eq_ignore_ascii_case(b"t/digest") {
            depth += 1;
            if depth > DEEPEST {
                return &bytes[..at];
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::readable;

    fn read(text: &[u8]) -> Vec<u8> {
        readable(text).into_owned()
    }

    #[test]
    fn names_of_korean_code_pages_become_one_that_parsers_know() {
        for name in ["cp949", "MS949", "uhc", "x-windows-949"] {
            let mail = format!(
                "Subject: =?{name}?B?vsiz5w==?=\nContent-Type: text/plain; charset=\"{name}\"\n\nx"
            );
            let expected =
                "Subject: =?euc-kr?B?vsiz5w==?=\nContent-Type: text/plain; charset=\"euc-kr\"\n\nx";
            assert_eq!(read(mail.as_bytes()), expected.as_bytes());
        }
        let other = b"Content-Type: text/plain; charset=iso-2022-jp\n\na = b =?";
        assert_eq!(read(other), other);
    }

    #[test]
    fn letters_that_are_called_ascii_are_read_in_the_set_in_which_the_whole_mail_is_valid() {
        let korean = "Content-Type: text/plain; charset=us-ascii\n\n없는 사용자";
        assert!(read(korean.as_bytes()).starts_with(b"Content-Type: text/plain; charset=utf-8\n"));
        let old = [
            b"Content-Type: text/plain; charset=us-ascii\n\n".as_slice(),
            b"\xbe\xf8\xb4\xc2",
        ]
        .concat();
        assert!(read(&old).starts_with(b"Content-Type: text/plain; charset=euc-kr\n"));
    }

    #[test]
    fn line_ends_of_old_machines_are_line_ends() {
        assert_eq!(read(b"A: b\r\rc\r"), b"A: b\n\nc\n");
        assert_eq!(read(b"A: b\r\n\r\nc\r"), b"A: b\r\n\r\nc\r");
    }
}
