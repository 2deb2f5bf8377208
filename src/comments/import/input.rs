//! The bytes of a file, unpacked when it is gzip.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::read::MultiGzDecoder;

const GZIP: [u8; 2] = [0x1f, 0x8b];
/// Bytes that are looked at to recognise a format.
const BEGINNING: u64 = 64 * 1024;

/// A file with its beginning, which was looked at and is read again.
pub(super) struct Input {
    pub beginning: Vec<u8>,
    pub all: Box<dyn Read>,
}

impl Input {
    pub fn open(file: impl Read + 'static) -> io::Result<Self> {
        let mut file = BufReader::with_capacity(128 * 1024, file);
        let is_packed = file.fill_buf()?.starts_with(&GZIP);
        let mut unpacked: Box<dyn Read> = if is_packed {
            Box::new(MultiGzDecoder::new(file))
        } else {
            Box::new(file)
        };
        let mut beginning = Vec::new();
        unpacked
            .by_ref()
            .take(BEGINNING)
            .read_to_end(&mut beginning)?;
        Ok(Self {
            all: Box::new(Cursor::new(beginning.clone()).chain(unpacked)),
            beginning,
        })
    }
}
