//! What a reader of a format is given, and how it hands records on.

use std::io;
use std::sync::Arc;

use super::model::Record;
use super::moment;
use super::pages::{Page, Pages};
use super::report::BadRecord;
use crate::clock::{Timestamp, Zone};

/// What a reader of a format is given, beside the file.
#[derive(Clone, Debug)]
pub(super) struct ReadContext {
    pub pages: Pages,
    /// The zone of times without one.
    pub zone: Zone,
}

impl ReadContext {
    /// The moment of the comment with this id, whose time may have no zone.
    pub fn moment(&self, id: &str, time: &str) -> Result<Timestamp, BadRecord> {
        moment::of_comment(id, time, |time| moment::moment(time, self.zone.rules()))
    }

    /// The page of the comment with this id.
    pub fn page(&self, id: &str, address: &str, title: &str) -> Result<Arc<Page>, BadRecord> {
        let page = self.pages.page(address, title);
        page.map_err(|why| BadRecord::lost(id, why))
    }
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
