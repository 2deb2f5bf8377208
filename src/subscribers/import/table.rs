//! The rows of a list's file: the delimiter, the heading, and the line of each row.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Chain, Cursor, Read, Seek};

use csv::ByteRecord;

use super::address_cell::address;
use super::error::{ListImportError, LongRow};
use super::headings::{Field, key};
use super::members;
use super::products::ListFormat;
use super::text::{Decoded, Encoding};

/// Octets of the beginning from which the delimiter is told.
const HEAD: u64 = 64 * 1024;
/// Rows among which the heading is looked for.
const ROWS_ABOVE: usize = 20;
/// In the order in which they are preferred where nothing else decides, the last first.
const DELIMITERS: [u8; 4] = *b"|\t;,";
/// Octets of the longest row. A quotation mark that nothing closes makes one row of the rest of the file.
const LONGEST_ROW: u64 = 16 * 1024 * 1024;
/// Stands in no list: each line is one cell.
const NO_DELIMITER: u8 = 0x1f;

/// A file whose beginning was looked at.
type Whole<R> = Chain<Cursor<Vec<u8>>, Decoded<R>>;

/// The rows of a file below its heading.
pub(super) struct ListTable<R> {
    reader: csv::Reader<Counted<Whole<R>>>,
    /// Rows that were read while the heading was looked for, with their lines.
    ahead: VecDeque<(ByteRecord, u64)>,
    /// The cells of the heading, when there is one.
    pub(super) heading: Option<Vec<String>>,
}

impl<R: Read + Seek> ListTable<R> {
    /// Opens a file of this encoding and reads its heading.
    pub(super) fn open(
        file: R,
        encoding: Encoding,
        format: ListFormat,
    ) -> Result<Self, ListImportError> {
        let mut rest = Decoded::new(file, encoding)?;
        let mut head = Vec::new();
        rest.by_ref().take(HEAD).read_to_end(&mut head)?;
        if head.starts_with("\u{feff}".as_bytes()) {
            head.drain(..3);
        }
        let is_members = match format {
            ListFormat::Mailman => true,
            ListFormat::Auto => members::is_list(&head),
            _ => false,
        };
        let reader = csv::ReaderBuilder::new()
            .delimiter(if is_members {
                NO_DELIMITER
            } else {
                delimiter(&head)
            })
            .quoting(!is_members)
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(Counted::new(Cursor::new(head).chain(rest)));
        let mut table = Self {
            reader,
            ahead: VecDeque::new(),
            heading: None,
        };
        table.find_heading()?;
        Ok(table)
    }

    /// The heading is the first row that names a column of addresses, else the one before the first that holds an address.
    fn find_heading(&mut self) -> Result<(), ListImportError> {
        let mut record = ByteRecord::new();
        let mut rows = Vec::new();
        while rows.len() < ROWS_ABOVE
            && let Some(line) = self.next(&mut record)?
        {
            if rows.is_empty() && is_separator(&record) {
                continue;
            }
            rows.push((record.clone(), line));
        }
        let named = rows.iter().position(|(row, _)| names_addresses(row));
        let first = rows.iter().position(|(row, _)| holds_address(row));
        // A title such as "questions to help@example.org" may stand above the heading: one cell, where the heading has several.
        let filled = |at: usize| rows[at].0.iter().filter(|cell| !cell.is_empty()).count();
        let is_below_titles =
            |named: usize| filled(named) > 1 && (0..named).all(|at| filled(at) <= 1);
        let heading = match (named, first) {
            (Some(named), Some(first)) if named < first || is_below_titles(named) => Some(named),
            (Some(named), None) => Some(named),
            (_, Some(first)) => first.checked_sub(1),
            (None, None) => return Err(ListImportError::NoAddresses),
        };
        self.ahead = rows.into();
        if let Some(at) = heading {
            let heading = self.ahead.drain(..=at).next_back();
            self.heading = heading.map(|(cells, _)| cells.iter().map(text).collect());
        }
        Ok(())
    }

    /// Reads the next row and tells its line; `None` at the end. Rows without any content are none.
    pub(super) fn next(&mut self, record: &mut ByteRecord) -> Result<Option<u64>, csv::Error> {
        if let Some((row, line)) = self.ahead.pop_front() {
            *record = row;
            return Ok(Some(line));
        }
        loop {
            let begin = self.reader.position().byte();
            self.reader.get_mut().row_begin = begin;
            if !self.reader.read_byte_record(record)? {
                return Ok(None);
            }
            let from = record.position().map_or(0, csv::Position::byte);
            let line = self.reader.get_ref().line(from);
            if record.iter().any(|cell| !cell.is_empty()) {
                return Ok(Some(line));
            }
        }
    }
}

fn text(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).into_owned()
}

/// Excel's first line `sep=;`.
fn is_separator(record: &ByteRecord) -> bool {
    let first = record.get(0).unwrap_or_default();
    first.to_ascii_lowercase().starts_with(b"sep=") && record.iter().skip(1).all(<[u8]>::is_empty)
}

/// True for a row that names the column of addresses and holds none itself.
fn names_addresses(row: &ByteRecord) -> bool {
    let is_name = |cell| Field::of(&key(&text(cell))) == Some(Field::Email);
    row.iter().any(is_name) && !holds_address(row)
}

/// A sentence with an address in it, such as an example in a heading, is no address.
fn holds_address(row: &ByteRecord) -> bool {
    row.iter().any(|cell| address(&text(cell)).1.is_ok())
}

/// What the first line uses most outside quotation marks: spreadsheets of half the world write semicolons. Where the first
/// line decides nothing, the lines after it do.
fn delimiter(head: &[u8]) -> u8 {
    let head = match head.split(|octet| *octet == b'\n').next() {
        Some(line) if line.to_ascii_lowercase().starts_with(b"sep=") => {
            if let Some(named) = line.get(4).filter(|octet| DELIMITERS.contains(octet)) {
                return *named;
            }
            &head[line.len()..]
        }
        _ => head,
    };
    let first = head
        .split(|octet| matches!(octet, b'\n' | b'\r'))
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    let mut by_use = DELIMITERS;
    by_use.sort_by_key(|delimiter| (count(first, *delimiter), count(head, *delimiter)));
    by_use[DELIMITERS.len() - 1]
}

fn count(text: &[u8], delimiter: u8) -> usize {
    let mut is_quoted = false;
    let outside = text.iter().filter(|octet| {
        is_quoted ^= **octet == b'"';
        !is_quoted && **octet == delimiter
    });
    outside.count()
}

/// Counts lines while it is read. csv's own count is one short after blank lines and Windows' line ends.
struct Counted<R> {
    inner: R,
    /// Where the row begins that is being read.
    row_begin: u64,
    lines: RefCell<LineStarts>,
}

struct LineStarts {
    /// Where each line with something in it begins: the octet, and its number.
    starts: VecDeque<(u64, u64)>,
    at: u64,
    line: u64,
    is_start: bool,
    after_cr: bool,
}

impl<R> Counted<R> {
    fn new(inner: R) -> Self {
        let lines = RefCell::new(LineStarts {
            starts: VecDeque::new(),
            at: 0,
            line: 1,
            is_start: true,
            after_cr: false,
        });
        Self {
            inner,
            row_begin: 0,
            lines,
        }
    }

    /// The line of the row that was read from this octet on; rows are asked for in their order.
    fn line(&self, from: u64) -> u64 {
        let starts = &mut self.lines.borrow_mut().starts;
        while starts.front().is_some_and(|(at, _)| *at < from) {
            starts.pop_front();
        }
        starts.front().map_or(0, |(_, line)| *line)
    }
}

impl LineStarts {
    fn pass(&mut self, bytes: &[u8]) {
        for octet in bytes {
            match octet {
                b'\n' if self.after_cr => {}
                b'\n' | b'\r' => {
                    self.line += 1;
                    self.is_start = true;
                }
                _ if self.is_start => {
                    self.starts.push_back((self.at, self.line));
                    self.is_start = false;
                }
                _ => {}
            }
            self.after_cr = *octet == b'\r';
            self.at += 1;
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.lines.get_mut().at > self.row_begin + LONGEST_ROW {
            let line = self.line(self.row_begin);
            return Err(io::Error::new(io::ErrorKind::InvalidData, LongRow { line }));
        }
        let bytes = self.inner.read(to)?;
        self.lines.get_mut().pass(&to[..bytes]);
        Ok(bytes)
    }
}
