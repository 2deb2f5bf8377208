//! Reads the file of an import as batches of people.

use std::io::{Read, Seek};

use csv::ByteRecord;
use tokio::sync::mpsc::Sender;

use super::columns::Columns;
use super::error::ListImportError;
use super::gone::Gone;
use super::model::{AwayReason, ImportOptions, KeptAway};
use super::people::{ListedPerson, merge_rows};
use super::row::{ListRow, Usual};
use super::standing::Standing;
use super::table::ListTable;
use super::text::Encoding;
use crate::app::App;
use crate::store;

/// Rows of one transaction. More rows make commits cheaper; fewer keep a server on the same database waiting for some 10 ms.
const BATCH: usize = 700;
/// Rows of one transaction when each person gets a mail.
const BATCH_OF_MAILS: usize = 25;

/// Rows that are not written.
#[derive(Debug, Default)]
pub(super) struct UnwrittenRows {
    /// Rows of people who get no mail there, with an invalid address.
    pub(super) kept_away: KeptAway,
    /// Rows that cannot be read, by their line.
    pub(super) bad: Vec<(u64, String)>,
}

/// Reads the whole file and sends its people to the importer. Ends early when the importer has failed.
pub(super) fn read(
    app: &App,
    mut file: impl Read + Seek,
    options: &ImportOptions,
    batches: &Sender<Vec<ListedPerson>>,
) -> Result<UnwrittenRows, ListImportError> {
    let encoding = Encoding::detect(&mut file)?;
    if encoding != Encoding::Utf8 {
        tracing::info!("the file is read as {}", encoding.name());
    }
    let mut table = ListTable::open(&mut file, encoding, options.format)?;
    let columns = Columns::survey(&mut table, options)?;
    let usual = Usual {
        locale: app.config().site.locale,
        zone: app.config().site.time_zone.clone(),
    };
    let gone = if columns.states.iter().any(|column| column.tells_of_ends) {
        let mut table = ListTable::open(&mut file, encoding, options.format)?;
        Gone::survey(&mut table, &columns, &usual)?
    } else {
        Gone::default()
    };
    let mut table = ListTable::open(&mut file, encoding, options.format)?;
    let size = if options.confirm {
        BATCH_OF_MAILS
    } else {
        BATCH
    };
    let send = |rows| -> Result<bool, store::Error> {
        let people = merge_rows(rows, app.signer(), options.file.as_deref())?;
        Ok(batches.blocking_send(people).is_ok())
    };
    let mut unwritten = UnwrittenRows::default();
    let (mut record, mut rows) = (ByteRecord::new(), Vec::with_capacity(size));
    while let Some(line) = table.next(&mut record)? {
        match ListRow::read(&columns, &record, &usual) {
            Ok(ListRow::Person(mut person)) => {
                gone.mark(&mut person);
                rows.push((line, *person));
            }
            Ok(ListRow::Nobody(standing)) => unwritten.kept_away.count(away_reason(standing), 1),
            Err(problem) => unwritten.bad.push((line, problem)),
        }
        if rows.len() == size {
            let batch = std::mem::replace(&mut rows, Vec::with_capacity(size));
            if !send(batch)? {
                return Ok(unwritten);
            }
        }
    }
    send(rows)?;
    Ok(unwritten)
}

fn away_reason(standing: Standing) -> AwayReason {
    match standing {
        Standing::Left => AwayReason::Left,
        Standing::Bounced => AwayReason::Bounced,
        Standing::Subscribed | Standing::Unconfirmed => AwayReason::Unconfirmed,
    }
}
