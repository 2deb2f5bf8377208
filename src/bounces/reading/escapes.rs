//! Letters that reporters write as escapes: `\353\251\224` (Exim, octets in octal) and `\x{AE40}` (RFC 6533, section 3).

use encoding_rs::EUC_KR;

/// The text with its escapes as the letters that they stand for. What stands for no letter stays as it is.
pub(super) fn read(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        read.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letters, length) = octal(rest)
            .or_else(|| hexadecimal(rest))
            .unwrap_or_default();
        if length == 0 {
            read.push('\\');
            rest = &rest[1..];
        } else {
            read.push_str(&letters);
            rest = &rest[length..];
        }
    }
    read.push_str(rest);
    read
}

/// The letters of a run of octets in octal, and the length of the run. Octets beyond ASCII alone are written so, in UTF-8 or,
/// by old Korean servers, in EUC-KR.
fn octal(text: &str) -> Option<(String, usize)> {
    let mut octets = Vec::new();
    let mut rest = text.as_bytes();
    while let [b'\\', digits @ ..] = rest {
        let Some(digits) = digits
            .get(..3)
            .filter(|digits| digits.iter().all(|digit| matches!(digit, b'0'..=b'7')))
        else {
            break;
        };
        let value = digits
            .iter()
            .fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
        let Some(octet) = u8::try_from(value).ok().filter(|octet| *octet >= 0x80) else {
            break;
        };
        octets.push(octet);
        rest = &rest[4..];
    }
    let length = octets.len() * 4;
    if octets.len() < 2 {
        return None;
    }
    let letters = String::from_utf8(octets).or_else(|error| {
        let (letters, _, is_broken) = EUC_KR.decode(error.as_bytes());
        if is_broken {
            Err(())
        } else {
            Ok(letters.into_owned())
        }
    });
    letters.ok().map(|letters| (letters, length))
}

/// The letter of `\x{…}`, and the length of its escape.
fn hexadecimal(text: &str) -> Option<(String, usize)> {
    let (digits, _) = text.strip_prefix("\\x{")?.split_once('}')?;
    let is_number =
        (2..=6).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let letter = u32::from_str_radix(digits, 16)
        .ok()
        .and_then(char::from_u32)?;
    (is_number && !letter.is_control()).then(|| (letter.to_string(), digits.len() + 4))
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
            (r"\", r"\"),
        ] {
            assert_eq!(read(text), letters);
        }
    }
}
