//! What a reader of a format is given, and how it hands records on.

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

/// Takes the records of a reader; the error says that nobody wants more.
pub(super) type Take<'a> = dyn FnMut(Record) -> Result<(), NobodyWaits> + 'a;

/// Nobody wants more records: the database failed, and says why itself.
#[derive(Debug)]
pub(super) struct NobodyWaits;
