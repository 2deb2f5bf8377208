//! Options and report of an import.

use serde::Serialize;

use super::headings::Field;
use super::products::ListFormat;
use super::standing::Standing;
use crate::subscribers::departures::DepartureReason;
use crate::subscribers::fields::ReaderField;

/// Options of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Where these people agreed, for their consent records.
    pub source: String,
    /// The name of the file, for their consent records.
    pub file: Option<String>,
    /// The product that wrote the file.
    pub format: ListFormat,
    /// Columns that the owner names.
    pub columns: Vec<(Field, ColumnName)>,
    /// Columns of the site's own fields.
    pub own_fields: Vec<(ReaderField, ColumnName)>,
    /// Meanings of state words; the empty word means an empty cell.
    pub words: Vec<(String, Standing)>,
    /// Each person confirms by mail.
    pub confirm: bool,
    /// Whoever is to confirm is handed back by the importer, to be asked later.
    pub ask_later: bool,
    /// Nothing is written.
    pub dry_run: bool,
}

/// A column as somebody names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnName {
    /// By its heading, or by its number where no heading is a number.
    Word(String),
    /// By its place, counted from 0: two headings may be alike.
    Place(usize),
}

impl From<&str> for ColumnName {
    fn from(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

impl From<String> for ColumnName {
    fn from(word: String) -> Self {
        Self::Word(word)
    }
}

/// Why a person on the list is not subscribed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AwayReason {
    Left,
    Bounced,
    Unconfirmed,
    Erased,
}

impl AwayReason {
    /// The departure to be recorded.
    pub(super) fn remembered(self) -> Option<DepartureReason> {
        match self {
            Self::Left => Some(DepartureReason::Left),
            Self::Bounced => Some(DepartureReason::Bounced),
            Self::Unconfirmed | Self::Erased => None,
        }
    }
}

/// Rows of people who are not subscribed, by reason.
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
    pub(super) fn count(&mut self, away: AwayReason, rows: usize) {
        let place = match away {
            AwayReason::Left => &mut self.left,
            AwayReason::Bounced => &mut self.bounced,
            AwayReason::Unconfirmed => &mut self.unconfirmed,
            AwayReason::Erased => &mut self.erased,
        };
        *place += rows;
    }

    pub(super) const fn add(&mut self, other: Self) {
        self.left += other.left;
        self.bounced += other.bounced;
        self.unconfirmed += other.unconfirmed;
        self.erased += other.erased;
    }

    /// All of them.
    pub const fn all(&self) -> usize {
        self.left + self.bounced + self.unconfirmed + self.erased
    }
}

/// The result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// New subscribers and pending ones that are confirmed now; with [`ImportOptions::confirm`], those who get a mail.
    pub new: usize,
    /// Subscribers who existed already and stay as they are.
    pub known: usize,
    /// People who are not subscribed.
    pub kept_away: KeptAway,
    /// People who are to be asked later.
    pub waiting: usize,
    /// Unreadable rows, by line.
    pub bad: Vec<(u64, String)>,
    /// Values of new subscribers that could not be read, by line. Their rows are imported without them.
    pub left_out: Vec<(u64, String)>,
}

impl ImportReport {
    /// How many rows the file had.
    pub fn rows(&self) -> usize {
        self.new + self.known + self.kept_away.all() + self.waiting + self.bad.len()
    }
}
