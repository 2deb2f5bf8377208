//! An existing list moves in: everybody on it comes with the word where they agreed. Twice is harmless, and no list brings
//! anybody back: neither who left, bounced or was erased here, nor who left or bounced where the list comes from.

mod batch;
mod columns;
mod headings;
mod members;
mod products;
mod queries;
mod row;
mod speech;
mod standing;
mod states;
mod table;
#[cfg(test)]
mod tests;
mod text;

use std::fmt::Write;
use std::io::{self, Read, Seek};

use csv::ByteRecord;
use serde::Serialize;

use super::Error;
use super::departures::Reason;
use crate::app::App;
use crate::store;

pub use headings::Field;
pub use products::Format;
pub use standing::Standing;
pub use text::Encoding;

use batch::Importer;
use columns::Columns;
use row::{Row, Usual};
use table::Table;

/// Rows that share a transaction: enough that commits cost nothing, few enough that a server on the same database waits
/// for a moment only.
const BATCH: usize = 500;
/// The same where each person is asked by a mail of their own, which takes longer.
const BATCH_OF_MAILS: usize = 25;

/// How a list is to be read, and what is to become of its people.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where these people agreed, for their consent records.
    pub source: String,
    /// What wrote the file.
    pub format: Format,
    /// Columns by their headings or numbers, where the owner knows better.
    pub columns: Vec<(Field, String)>,
    /// What words of a state mean; the empty word stands for an empty cell.
    pub words: Vec<(String, Standing)>,
    /// Each person is asked by mail instead of believing the list.
    pub confirm: bool,
    /// Nothing is kept.
    pub dry_run: bool,
}

/// Why somebody on the list is kept away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Away {
    Left,
    Bounced,
    Unconfirmed,
    Erased,
}

impl Away {
    /// What is remembered when a list says this of somebody.
    fn remembered(self) -> Option<Reason> {
        match self {
            Self::Left => Some(Reason::Left),
            Self::Bounced => Some(Reason::Bounced),
            Self::Unconfirmed | Self::Erased => None,
        }
    }
}

/// Rows of people who are kept away, by the reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KeptAway {
    /// They left or complained, here or there.
    pub left: usize,
    /// Mail to them did not arrive, here or there.
    pub bounced: usize,
    /// They had not confirmed there.
    pub unconfirmed: usize,
    /// They were erased here.
    pub erased: usize,
}

impl KeptAway {
    fn count(&mut self, away: Away, rows: usize) {
        let place = match away {
            Away::Left => &mut self.left,
            Away::Bounced => &mut self.bounced,
            Away::Unconfirmed => &mut self.unconfirmed,
            Away::Erased => &mut self.erased,
        };
        *place += rows;
    }

    /// All of them.
    pub const fn all(&self) -> usize {
        self.left + self.bounced + self.unconfirmed + self.erased
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Subscribers who are new here, or had not confirmed here yet; with [`Options::confirm`] those who are asked.
    pub new: usize,
    /// Subscribers who were here already; nothing about them is different.
    pub known: usize,
    /// People who are not brought in.
    pub kept_away: KeptAway,
    /// Rows that could not be taken, by their line.
    pub bad: Vec<(u64, String)>,
}

impl Report {
    /// How many rows the file had.
    pub fn rows(&self) -> usize {
        self.new + self.known + self.kept_away.all() + self.bad.len()
    }
}

/// Why nothing was taken; the text names the way out.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
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
        format: Format,
        /// The columns that there are.
        columns: String,
    },
    /// It is no CSV at all.
    #[error("it cannot be read as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The store, or a mail.
    #[error(transparent)]
    Subscribers(#[from] Error),
}

impl From<store::Error> for ImportError {
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

/// Brings the rows of a list in, as a stream: first all of it is looked through, so that what is not understood stops the
/// import before its first row. A dry run does the same and keeps nothing.
pub async fn import(
    app: &App,
    mut file: impl Read + Seek,
    options: &Options,
) -> Result<Report, ImportError> {
    let encoding = Encoding::of(&mut file)?;
    if encoding != Encoding::Utf8 {
        tracing::info!("the file is read as {}", encoding.name());
    }
    let mut table = Table::open(&mut file, encoding, options.format)?;
    let columns = Columns::of(&mut table, options)?;
    let mut table = Table::open(&mut file, encoding, options.format)?;
    let usual = Usual {
        locale: app.config().site.locale,
        zone: app.config().site.time_zone.clone(),
    };
    let size = if options.confirm {
        BATCH_OF_MAILS
    } else {
        BATCH
    };
    let (mut importer, mut report) = (Importer::of(app, options), Report::default());
    let (mut record, mut people) = (ByteRecord::new(), Vec::with_capacity(size));
    while let Some(line) = table.next(&mut record)? {
        match Row::read(&columns, &record, &usual) {
            Ok(Row::Person(person)) => people.push(*person),
            Ok(Row::Nobody(standing)) => report.kept_away.count(standing_away(standing), 1),
            Err(problem) => report.bad.push((line, problem)),
        }
        if people.len() == size {
            let batch = std::mem::replace(&mut people, Vec::with_capacity(size));
            importer.take(batch, &mut report).await?;
        }
    }
    importer.take(people, &mut report).await?;
    Ok(report)
}

fn standing_away(standing: Standing) -> Away {
    match standing {
        Standing::Left => Away::Left,
        Standing::Bounced => Away::Bounced,
        Standing::Subscribed | Standing::Unconfirmed => Away::Unconfirmed,
    }
}
