//! The encoding of a list's file. The whole file is examined, since the first Hangul may be at its end.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, EUC_KR, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Octets read at a time.
const CHUNK: usize = 64 * 1024;

/// How a file writes its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8; letters that are broken spoil their row alone.
    Utf8,
    /// UTF-16, low octet first, as Excel's "Unicode text".
    Utf16Le,
    /// UTF-16, high octet first.
    Utf16Be,
    /// Windows' code page 949, a superset of EUC-KR, as Excel's CSV in Korea.
    Cp949,
    /// Windows' code page 1252, as Excel's CSV in western Europe.
    Windows1252,
}

impl Encoding {
    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Cp949 => "CP949",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// Detects the encoding from the whole file.
    pub(super) fn detect(file: &mut (impl Read + Seek)) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let mut head = Vec::with_capacity(CHUNK);
        file.by_ref()
            .take(CHUNK.try_into().unwrap_or(u64::MAX))
            .read_to_end(&mut head)?;
        if let Some(encoding) = detect_in_head(&head) {
            return Ok(encoding);
        }
        let in_utf8 = Letters::count(encoding_rs::UTF_8, file)?;
        if in_utf8.broken <= in_utf8.good {
            return Ok(Self::Utf8);
        }
        let in_korean = Letters::count(EUC_KR, file)?;
        // A letter cut in two here and there leaves the others what they are.
        if in_korean.broken * 20 <= in_korean.good {
            Ok(Self::Cp949)
        } else {
            Ok(Self::Windows1252)
        }
    }

    fn decoder(self) -> Option<Decoder> {
        let encoding = match self {
            Self::Utf8 => return None,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Cp949 => EUC_KR,
            Self::Windows1252 => WINDOWS_1252,
        };
        Some(encoding.new_decoder_without_bom_handling())
    }
}

/// What a byte order mark says, or NULs: in UTF-16 every second octet of the delimiters and addresses is one.
fn detect_in_head(head: &[u8]) -> Option<Encoding> {
    match head {
        [0xef, 0xbb, 0xbf, ..] => return Some(Encoding::Utf8),
        [0xff, 0xfe, ..] => return Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => return Some(Encoding::Utf16Be),
        _ => {}
    }
    let nuls = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|octet| **octet == 0)
    };
    match (nuls(0).count(), nuls(1).count()) {
        (0, 0) => None,
        (even, odd) if even > odd => Some(Encoding::Utf16Be),
        _ => Some(Encoding::Utf16Le),
    }
}

/// Letters beyond ASCII, as one encoding reads them.
#[derive(Clone, Copy, Debug, Default)]
struct Letters {
    good: usize,
    broken: usize,
}

impl Letters {
    fn count(
        encoding: &'static encoding_rs::Encoding,
        file: &mut (impl Read + Seek),
    ) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (mut raw, mut text) = (vec![0; CHUNK], vec![0; 2 * CHUNK]);
        let mut letters = Self::default();
        loop {
            let bytes = file.read(&mut raw)?;
            let mut rest = &raw[..bytes];
            loop {
                let (result, read, written) =
                    decoder.decode_to_utf8_without_replacement(rest, &mut text, bytes == 0);
                rest = &rest[read..];
                // The first octet of a letter in UTF-8 tells it from those that go on with it.
                let starts = text[..written].iter().filter(|octet| **octet >= 0xc0);
                letters.good += starts.count();
                match result {
                    DecoderResult::InputEmpty => break,
                    DecoderResult::OutputFull => {}
                    DecoderResult::Malformed(..) => letters.broken += 1,
                }
            }
            if bytes == 0 {
                return Ok(letters);
            }
        }
    }
}

/// A file as UTF-8. A file that is UTF-8 comes through as it is, with what is broken in it.
#[derive(Debug)]
pub(super) struct Decoded<R> {
    file: R,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    /// What is decoded and not given away yet, from `at` on.
    text: Vec<u8>,
    at: usize,
    is_done: bool,
}

impl<R: Read + Seek> Decoded<R> {
    /// The file from its first octet.
    pub(super) fn new(mut file: R, encoding: Encoding) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let decoder = encoding.decoder();
        Ok(Self {
            file,
            raw: vec![0; if decoder.is_some() { CHUNK } else { 0 }],
            decoder,
            text: Vec::new(),
            at: 0,
            is_done: false,
        })
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else {
            return self.file.read(to);
        };
        while self.at == self.text.len() && !self.is_done {
            let bytes = self.file.read(&mut self.raw)?;
            self.is_done = bytes == 0;
            // Room for all of it, so that one call takes the whole.
            let room = decoder.max_utf8_buffer_length(bytes);
            self.text.resize(room.unwrap_or(4 * CHUNK), 0);
            let raw = &self.raw[..bytes];
            let (_, _, written, _) = decoder.decode_to_utf8(raw, &mut self.text, self.is_done);
            self.text.truncate(written);
            self.at = 0;
        }
        let text = &self.text[self.at..];
        let bytes = text.len().min(to.len());
        to[..bytes].copy_from_slice(&text[..bytes]);
        self.at += bytes;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::io::Cursor;

    use super::*;

    fn read(bytes: &[u8]) -> (Encoding, String) {
        let mut file = Cursor::new(bytes);
        let encoding = Encoding::detect(&mut file).unwrap();
        let mut text = Vec::new();
        let mut decoded = Decoded::new(file, encoding).unwrap();
        decoded.read_to_end(&mut text).unwrap();
        (encoding, String::from_utf8_lossy(&text).into_owned())
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let units = text.encode_utf16();
        units
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "이메일,이름\nkim@example.org,김독자\n";
        let (cp949, _, _) = EUC_KR.encode(text);
        assert_eq!(read(&cp949), (Encoding::Cp949, text.to_owned()));
        assert_eq!(read(text.as_bytes()), (Encoding::Utf8, text.to_owned()));
        assert_eq!(
            read(&utf16(text, false)),
            (Encoding::Utf16Le, text.to_owned())
        );
        assert_eq!(
            read(&utf16(text, true)),
            (Encoding::Utf16Be, text.to_owned())
        );
        let marked = format!("\u{feff}{text}");
        assert_eq!(read(&utf16(&marked, false)), (Encoding::Utf16Le, marked));
        let german = "name,email\nJ\u{f6}rg M\u{fc}ller,joerg@example.org\n";
        let (latin, _, _) = WINDOWS_1252.encode(german);
        assert_eq!(read(&latin), (Encoding::Windows1252, german.to_owned()));
    }

    #[test]
    fn a_letter_far_behind_the_first_octets_still_counts() {
        let mut text = "email,name\n".to_owned();
        for number in 0..6_000 {
            let _ = writeln!(text, "reader{number}@example.org,Reader");
        }
        text.push_str("last@example.org,한글\n");
        let (cp949, _, _) = EUC_KR.encode(&text);
        assert_eq!(read(&cp949), (Encoding::Cp949, text));
    }

    #[test]
    fn one_broken_letter_changes_no_encoding() {
        let mut bytes = "이름,email\n김독자,kim@example.org\n".as_bytes().to_vec();
        bytes.extend(b"\xb1\xe8,lee@example.org\n");
        assert_eq!(read(&bytes).0, Encoding::Utf8);
    }
}
