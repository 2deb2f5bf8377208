//! What an import is told, and what it answers.

use serde::Serialize;

use super::headings::Field;
use super::products::Format;
use super::standing::Standing;
use crate::subscribers::departures::Reason;

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
pub(crate) enum AwayReason {
    Left,
    Bounced,
    Unconfirmed,
    Erased,
}

impl AwayReason {
    /// What is remembered when a list says this of somebody.
    pub(super) fn remembered(self) -> Option<Reason> {
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
