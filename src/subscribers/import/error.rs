//! Errors that stop an import, with the way out.

use std::fmt::Write;
use std::io;

use super::headings::Field;
use super::products::ListFormat;
use crate::store;
use crate::subscribers::error::Error;

/// An error that stops an import. The text names the way out.
#[derive(Debug, thiserror::Error)]
pub enum ListImportError {
    /// No column holds addresses.
    #[error(
        "no column holds e-mail addresses; begin the file with a heading such as email,name, or name the column with --map email=COLUMN"
    )]
    NoAddresses,
    /// A column speaks of a state in words that are not known.
    #[error(
        "the column `{column}` speaks of a state and is not understood: it says {}. Nothing was imported. Say what the words mean with --state-word 'WORD=subscribed' (or left, bounced, unconfirmed), name the column of the state with --state-column, or leave this one out with --map 'ignore={column}'",
        listed(words)
    )]
    UnclearState {
        /// Its heading, or its number.
        column: String,
        /// The words.
        words: Vec<String>,
    },
    /// A file without a heading has a column of yes and no.
    #[error(
        "column {column} holds yes and no, and the file has no heading that tells of what. Nothing was imported. Put a heading above the first row, or leave the column out with --map ignore={column}"
    )]
    NamelessFlags {
        /// Its number.
        column: usize,
    },
    /// The column that was named as the state's holds something else.
    #[error("the column `{heading}` holds {field}, no state; name another with --state-column")]
    NoState {
        /// Its heading.
        heading: String,
        /// What it holds.
        field: Field,
    },
    /// A column that was named is not there.
    #[error("there is no column `{column}`; the file has {columns}")]
    UnknownColumn {
        /// As it was named.
        column: String,
        /// Those that there are.
        columns: String,
    },
    /// The product that was named writes other files.
    #[error(
        "this is no file of {format}: it has no column that tells who is subscribed ({columns}). Nothing was imported. Name the column with --state-column, or the file's kind with --format csv"
    )]
    OtherFormat {
        /// The product.
        format: ListFormat,
        /// The columns that there are.
        columns: String,
    },
    /// A row is longer than any row of a list.
    #[error(
        "the row in line {line} is longer than 16 MB; look for a quotation mark there that nothing closes"
    )]
    LongRow {
        /// Its first line.
        line: u64,
    },
    /// A row has more cells than any list has columns.
    #[error("the row in line {line} has {columns} columns; a list may have {most}")]
    TooManyColumns {
        /// Its line.
        line: u64,
        /// Its cells.
        columns: usize,
        /// The most columns that are read.
        most: usize,
    },
    /// It is no CSV at all.
    #[error("it cannot be read as CSV: {0}")]
    Csv(#[source] csv::Error),
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The store, or a mail.
    #[error(transparent)]
    Subscribers(#[from] Error),
}

/// The error of a reader that meets too long a row.
#[derive(Debug, thiserror::Error)]
#[error("the row in line {line} is too long")]
pub(super) struct LongRow {
    pub(super) line: u64,
}

impl From<csv::Error> for ListImportError {
    fn from(error: csv::Error) -> Self {
        let cause = match error.kind() {
            csv::ErrorKind::Io(error) => error.get_ref(),
            _ => None,
        };
        match cause.and_then(|cause| cause.downcast_ref::<LongRow>()) {
            Some(long) => Self::LongRow { line: long.line },
            None => Self::Csv(error),
        }
    }
}

impl From<store::Error> for ListImportError {
    fn from(error: store::Error) -> Self {
        Self::Subscribers(error.into())
    }
}

/// Words as a sentence names them.
const LISTED: usize = 5;

fn listed(words: &[String]) -> String {
    let mut text = String::new();
    for (at, word) in words.iter().take(LISTED).enumerate() {
        let separator = if at == 0 { "" } else { ", " };
        let word = match word.as_str() {
            "" => "nothing in some rows (the empty word stands for that)".to_owned(),
            word => format!("`{}`", word.escape_debug()),
        };
        let _ = write!(text, "{separator}{word}");
    }
    if words.len() > LISTED {
        text.push_str(" and more");
    }
    text
}
