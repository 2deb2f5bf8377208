//! What a reader of a format is given, and how it hands records on.

use std::io;

use super::model::Record;
use super::pages::Pages;
use crate::clock::Zone;

/// What a reader of a format is given, beside the file.
#[derive(Clone, Debug)]
pub(super) struct ReadContext {
    pub pages: Pages,
    /// The zone of times without one.
    pub zone: Zone,
}

/// Takes the records of a reader.
pub(super) type Take<'a> = dyn FnMut(Record) -> Result<(), ReadEnd> + 'a;

/// Why a reader ends before its file does.
#[derive(Debug)]
pub(super) enum ReadEnd {
    /// Nobody wants more records: the database failed, and says why itself.
    NobodyWaits,
    /// The rest of the file cannot be read; why, for people.
    Broken(String),
}

impl From<io::Error> for ReadEnd {
    fn from(error: io::Error) -> Self {
        Self::Broken(format!("it cannot be read: {error}"))
    }
}
