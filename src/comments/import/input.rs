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
        let looked = unpacked
            .by_ref()
            .take(BEGINNING)
            .read_to_end(&mut beginning);
        let rest = match looked {
            Ok(_) => unpacked,
            Err(error) if beginning.is_empty() => return Err(error),
            Err(error) => Box::new(BrokenRest(Some(error))),
        };
        Ok(Self {
            all: Box::new(Cursor::new(beginning.clone()).chain(rest)),
            beginning,
        })
    }
}

/// What follows where a file cannot be read any further: the error, once.
struct BrokenRest(Option<io::Error>);

impl Read for BrokenRest {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
