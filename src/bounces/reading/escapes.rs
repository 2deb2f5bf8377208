//! Escaped letters in reports: `\353\251\224` (Exim, bytes in octal) and `\x{AE40}` (RFC 6533, section 3).

use encoding_rs::EUC_KR;

/// Returns the text with its escapes as letters. An escape of no letter stays.
pub(super) fn read(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        read.push_str(&rest[..at]);
        rest = &rest[at..];
        let (run, after) = rest.split_at(octal_length(rest).max(1));
        if let Some(letters) = octal(run) {
            read.push_str(&letters);
            rest = after;
        } else if let Some((letter, length)) = hexadecimal(rest) {
            read.push(letter);
            rest = &rest[length..];
        } else {
            read.push_str(run);
            rest = after;
        }
    }
    read.push_str(rest);
    read
}

/// The length of the run of bytes in octal at the beginning. Bytes beyond ASCII alone are written so.
fn octal_length(text: &str) -> usize {
    let is_byte = |escape: &&[u8]| matches!(escape, [b'\\', b'2'..=b'3', b'0'..=b'7', b'0'..=b'7']);
    4 * text.as_bytes().chunks(4).take_while(is_byte).count()
}

/// The letters of a run of bytes in octal, in UTF-8 or, by old Korean servers, in EUC-KR.
fn octal(run: &str) -> Option<String> {
    let bytes: Vec<u8> = run
        .split('\\')
        .skip(1)
        .map(|digits| u8::from_str_radix(digits, 8).ok())
        .collect::<Option<_>>()?;
    if bytes.len() < 2 {
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(letters) => Some(letters),
        Err(error) => {
            let (letters, _, is_broken) = EUC_KR.decode(error.as_bytes());
            (!is_broken).then(|| letters.into_owned())
        }
    }
}

/// The letter of `\x{…}`, and the length of its escape.
fn hexadecimal(text: &str) -> Option<(char, usize)> {
    let digits = text.strip_prefix("\\x{")?;
    let length = digits.bytes().take(7).position(|byte| byte == b'}')?;
    let digits = &digits[..length];
    let is_number = length >= 2 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let letter = u32::from_str_radix(digits, 16)
        .ok()
        .and_then(char::from_u32)?;
    (is_number && !letter.is_control()).then_some((letter, length + 4))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn escapes_become_letters_and_other_backslashes_stay() {
        for (text, letters) in [
            (
                r"550 \354\227\206\353\212\224 \354\202\254\354\232\251\354\236\220",
                "550 없는 사용자",
            ),
            (r"552 \270\336\300\317\307\324 full", "552 메일함 full"),
            (r"\x{AE40}\x{BBFC}@reader.example", "김민@reader.example"),
            (
                r"C:\mail\301 and \x{} \x{110000} \x{zz} \101\102 \377",
                r"C:\mail\301 and \x{} \x{110000} \x{zz} \101\102 \377",
            ),
            (r"\377\376\375 \354\227\206", r"\377\376\375 없"),
            (r"\", r"\"),
        ] {
            assert_eq!(read(text), letters);
        }
    }
}
