//! The mailboxes whose people the list marks as gone. Another row under another spelling of such a mailbox is of the same person,
//! wherever it stands in the file.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Seek};

use csv::ByteRecord;

use super::address_cell::address;
use super::columns::Columns;
use super::error::ListImportError;
use super::row::{Person, Usual, standing, text};
use super::standing::Standing;
use super::table::ListTable;
use crate::address::EmailAddress;
use crate::clock::Timestamp;

/// How and when the people of these mailboxes ended.
#[derive(Default)]
pub(super) struct Gone {
    /// By a hash of the mailbox: a list may hold a million leavers.
    ends: HashMap<u64, (Standing, Option<Timestamp>)>,
    hasher: RandomState,
}

impl Gone {
    /// Reads the rows of this table.
    pub(super) fn survey(
        table: &mut ListTable<impl Read + Seek>,
        columns: &Columns,
        usual: &Usual,
    ) -> Result<Self, ListImportError> {
        let mut gone = Self::default();
        let mut record = ByteRecord::new();
        while table.next(&mut record)?.is_some() {
            // A row that cannot be read is reported when it is imported.
            let Ok((standing, ended_at)) = standing(columns, &record, &usual.zone) else {
                continue;
            };
            if standing > Standing::Unconfirmed
                && let Ok(cell) = text(record.get(columns.email))
                && let Ok(email) = address(cell).1
            {
                let key = gone.key(&email);
                let end = gone.ends.entry(key);
                let end = end.or_insert((standing, ended_at));
                *end = (end.0.max(standing), end.1.max(ended_at));
            }
        }
        Ok(gone)
    }

    /// Marks a person as gone whose mailbox is.
    pub(super) fn mark(&self, person: &mut Person) {
        if self.ends.is_empty() {
            return;
        }
        if let Some((standing, ended_at)) = self.ends.get(&self.key(&person.email)) {
            person.standing = person.standing.max(*standing);
            person.ended_at = person.ended_at.max(*ended_at);
        }
    }

    fn key(&self, email: &EmailAddress) -> u64 {
        self.hasher.hash_one(email.known_mailbox())
    }
}
