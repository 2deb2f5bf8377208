//! Which column of a foreign file is what: by its header, in the words that lists are exported with.

/// Where each fact stands in a row.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) email: usize,
    pub(super) name: Option<usize>,
    pub(super) topics: Option<usize>,
    pub(super) cadence: Option<usize>,
    pub(super) locale: Option<usize>,
    pub(super) state: Option<usize>,
}

const EMAIL: &[&str] = &[
    "email",
    "emailaddress",
    "mail",
    "address",
    "이메일",
    "이메일주소",
    "메일",
    "메일주소",
];
const NAME: &[&str] = &[
    "name",
    "fullname",
    "displayname",
    "firstname",
    "이름",
    "성명",
    "성함",
    "닉네임",
];
const TOPICS: &[&str] = &[
    "topics",
    "topic",
    "tags",
    "lists",
    "categories",
    "주제",
    "분류",
    "태그",
];
const CADENCE: &[&str] = &["cadence", "frequency", "주기", "받는주기"];
const LOCALE: &[&str] = &["locale", "language", "lang", "언어"];
const STATE: &[&str] = &["state", "status", "상태"];

impl Columns {
    /// Reads the header; `None` when no column holds addresses.
    pub(super) fn of(header: &csv::ByteRecord) -> Option<Self> {
        let names: Vec<String> = header.iter().map(plain).collect();
        let find = |words: &[&str]| {
            let mut words = words.iter();
            words.find_map(|word| names.iter().position(|name| name == word))
        };
        Some(Self {
            email: find(EMAIL)?,
            name: find(NAME),
            topics: find(TOPICS),
            cadence: find(CADENCE),
            locale: find(LOCALE),
            state: find(STATE),
        })
    }
}

/// Tells in which line a row begins. The reader's own count is one short after blank lines and Windows' line ends.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            line: 1,
        }
    }

    /// The line of this row; rows are asked for in their order.
    pub(super) fn line(&mut self, row: &csv::ByteRecord) -> u64 {
        let from = row
            .position()
            .and_then(|position| usize::try_from(position.byte()).ok())
            .unwrap_or(self.at)
            .clamp(self.at, self.bytes.len());
        let rest = &self.bytes[from..];
        let blank = rest
            .iter()
            .take_while(|octet| matches!(octet, b'\r' | b'\n'));
        let start = from + blank.count();
        let passed = &self.bytes[self.at..start];
        let ends = passed.split(|octet| *octet == b'\n').count() - 1;
        self.line += u64::try_from(ends).unwrap_or(0);
        self.at = start;
        self.line
    }
}

/// `E-mail Address` and `email_address` are one word.
fn plain(cell: &[u8]) -> String {
    let cell = String::from_utf8_lossy(cell);
    let letters = cell.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A reader that takes the delimiter that the header uses most: spreadsheets of half the world write semicolons.
pub(super) fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    let header = bytes.split(|octet| *octet == b'\n').next().unwrap_or(bytes);
    let count = |delimiter: u8| header.split(|octet| *octet == delimiter).count();
    let delimiter = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(b',');
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::Fields)
        .from_reader(bytes)
}
