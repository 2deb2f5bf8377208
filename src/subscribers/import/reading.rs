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

/// Rows that follow each other in the file.
#[derive(Debug, Default)]
pub struct ListBatch {
    pub(super) people: Vec<ListedPerson>,
    /// Rows of people who get no mail there, with an invalid address.
    pub(super) kept_away: KeptAway,
    /// Rows that cannot be read, by their line.
    pub(super) bad: Vec<(u64, String)>,
    /// Rows of the file up to the end of this batch.
    pub(super) reached: u64,
}

impl ListBatch {
    /// Rows of the file up to the end of this batch: a later run goes on behind them.
    pub fn reached(&self) -> u64 {
        self.reached
    }
}

/// Reads the whole file and sends the rows behind the first `done` to the importer. Ends early when nobody takes them.
pub(super) fn read(
    app: &App,
    mut file: impl Read + Seek,
    options: &ImportOptions,
    done: u64,
    batches: &Sender<ListBatch>,
) -> Result<(), ListImportError> {
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
    let is_mailed = options.confirm && !options.ask_later && !options.dry_run;
    let size = if is_mailed { BATCH_OF_MAILS } else { BATCH };
    let send = |mut batch: ListBatch, rows| -> Result<bool, store::Error> {
        batch.people = merge_rows(rows, app.signer(), options.file.as_deref())?;
        Ok(batches.blocking_send(batch).is_ok())
    };
    let mut record = ByteRecord::new();
    let mut reached = 0;
    while reached < done && table.next(&mut record)?.is_some() {
        reached += 1;
    }
    let (mut batch, mut rows, mut taken) = (ListBatch::default(), Vec::with_capacity(size), 0);
    while let Some(line) = table.next(&mut record)? {
        match ListRow::read(&columns, &record, &usual) {
            Ok(ListRow::Person(mut person)) => {
                gone.mark(&mut person);
                rows.push((line, *person));
            }
            Ok(ListRow::Nobody(standing)) => batch.kept_away.count(away_reason(standing), 1),
            Err(problem) => batch.bad.push((line, problem)),
        }
        reached += 1;
        taken += 1;
        batch.reached = reached;
        if taken == size {
            taken = 0;
            let full = std::mem::take(&mut batch);
            let rows = std::mem::replace(&mut rows, Vec::with_capacity(size));
            if !send(full, rows)? {
                return Ok(());
            }
        }
    }
    if taken > 0 {
        send(batch, rows)?;
    }
    Ok(())
}

fn away_reason(standing: Standing) -> AwayReason {
    match standing {
        Standing::Left => AwayReason::Left,
        Standing::Bounced => AwayReason::Bounced,
        Standing::Subscribed | Standing::Unconfirmed => AwayReason::Unconfirmed,
    }
}
