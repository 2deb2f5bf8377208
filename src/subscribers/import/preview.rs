//! A look at the beginning of a file: its columns, with some cells of each and what it seems to hold.

use std::io::Cursor;

use csv::ByteRecord;

use super::address_cell::address;
use super::error::ListImportError;
use super::headings::{Field, key};
use super::products::ListFormat;
use super::table::ListTable;
use super::text::Encoding;

/// Cells shown of a column.
const SAMPLES: usize = 3;
/// Rows looked at.
const ROWS: usize = 100;
/// Columns shown.
const COLUMNS: usize = 60;
/// Characters shown of a cell.
const LONGEST_SAMPLE: usize = 40;

/// The beginning of a file.
#[derive(Clone, Debug)]
pub struct ListPreview {
    /// How the file seems to write its letters.
    pub encoding: Encoding,
    /// Its first columns.
    pub columns: Vec<PreviewColumn>,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct PreviewColumn {
    /// Its heading; empty where the file has none.
    pub heading: String,
    /// The first cells that hold something.
    pub samples: Vec<String>,
    /// What it seems to hold.
    pub field: Option<Field>,
}

impl ListPreview {
    /// Reads the beginning of a file, which may end within a row.
    pub fn of(beginning: &[u8]) -> Result<Self, ListImportError> {
        let mut file = Cursor::new(beginning);
        let encoding = Encoding::detect(&mut file)?;
        let mut table = ListTable::open(&mut file, encoding, ListFormat::Auto)?;
        let headings = table.heading.clone().unwrap_or_default();
        let keys: Vec<String> = headings.iter().map(|heading| key(heading)).collect();
        let mut columns: Vec<PreviewColumn> = Vec::new();
        for heading in headings.iter().take(COLUMNS) {
            columns.push(PreviewColumn {
                heading: shortened(heading),
                ..PreviewColumn::default()
            });
        }
        let (mut record, mut rows) = (ByteRecord::new(), 0);
        while rows < ROWS && table.next(&mut record)?.is_some() {
            rows += 1;
            for (at, cell) in record.iter().enumerate().take(COLUMNS) {
                if columns.len() <= at {
                    columns.push(PreviewColumn::default());
                }
                let sample = shortened(&String::from_utf8_lossy(cell));
                let column = &mut columns[at];
                if !sample.is_empty() && column.samples.len() < SAMPLES {
                    column.samples.push(sample);
                }
            }
        }
        for (at, column) in columns.iter_mut().enumerate() {
            let field = keys.get(at).and_then(|key| Field::of(key));
            // Of two columns of one fact the preferred heading counts, as in the import.
            column.field = field.filter(|field| field.column(&keys) == Some(at));
        }
        if !columns
            .iter()
            .any(|column| column.field == Some(Field::Email))
        {
            let holds = |column: &&mut PreviewColumn| {
                let mut samples = column.samples.iter();
                samples.any(|sample| address(sample).1.is_ok())
            };
            if let Some(column) = columns.iter_mut().find(holds) {
                column.field = Some(Field::Email);
            }
        }
        Ok(Self { encoding, columns })
    }
}

fn shortened(cell: &str) -> String {
    let cell = cell.trim();
    match cell.char_indices().nth(LONGEST_SAMPLE) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}
