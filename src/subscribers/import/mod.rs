//! An existing list moves in: everybody on it comes with the word where they agreed. Twice is harmless, and whoever left,
//! bounced or complained here is never brought back.

mod columns;
mod queries;
mod row;

use std::collections::HashMap;
use std::io::Read;

use super::consent::{Action, Change, Evidence};
use super::sign_up::{SignUp, Wishes};
use super::topics::{self, TopicId};
use super::{State, SubscriberId, consent};
use crate::app::App;
use crate::clock::Timestamp;
use crate::delivery::suppression;
use crate::store::{self, Tx};

use columns::{Columns, Lines};
use row::Row;

/// Rows that share a transaction: enough that commits cost nothing, few enough that a server on the same database waits
/// for a moment only.
const BATCH: usize = 500;

/// Spreadsheets put it before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Subscribers who are new here, or had not confirmed here yet.
    pub new: usize,
    /// Subscribers who were here already; nothing about them is different.
    pub known: usize,
    /// People who left, bounced or complained here, and stay away.
    pub away: usize,
    /// Rows that say themselves that the person is not subscribed.
    pub inactive: usize,
    /// Rows that could not be taken, by their line.
    pub bad: Vec<(u64, String)>,
}

impl Report {
    /// How many rows the file had.
    pub fn rows(&self) -> usize {
        self.new + self.known + self.away + self.inactive + self.bad.len()
    }
}

/// Why nothing could be read; the text names the way out.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file's first line is no header.
    #[error(
        "the first line names no column `email`; begin the file with a header such as email,name,topics,cadence"
    )]
    NoEmailColumn,
    /// It is no CSV at all.
    #[error("it cannot be read as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Brings the rows of a CSV file in. A dry run does the same and keeps nothing.
pub async fn import(
    app: &App,
    mut file: impl Read,
    source: &str,
    dry_run: bool,
) -> Result<Report, ImportError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(csv::Error::from)?;
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    let mut reader = columns::reader(bytes);
    let columns = Columns::of(reader.byte_headers()?).ok_or(ImportError::NoEmailColumn)?;
    let mut importer = Importer {
        app,
        evidence: Evidence::of(format!("import:{source}"), None),
        topics: HashMap::new(),
        lines: Lines::of(bytes),
        report: Report::default(),
    };
    let mut rows = reader.byte_records();
    let mut tx = app.write().await?;
    loop {
        let batch: Vec<_> = rows.by_ref().take(BATCH).collect::<Result<_, _>>()?;
        for record in &batch {
            importer.take(&mut tx, &columns, record).await?;
        }
        if batch.len() < BATCH {
            break;
        }
        if !dry_run {
            tx.commit().await?;
            // Between two batches others get their turn.
            tx = app.write().await?;
        }
    }
    if !dry_run {
        tx.commit().await?;
    }
    Ok(importer.report)
}

struct Importer<'a> {
    app: &'a App,
    evidence: Evidence,
    /// Topics met so far, by slug.
    topics: HashMap<String, TopicId>,
    lines: Lines<'a>,
    report: Report,
}

impl Importer<'_> {
    async fn take(
        &mut self,
        tx: &mut Tx,
        columns: &Columns,
        record: &csv::ByteRecord,
    ) -> store::Result<()> {
        let usual = self.app.config().site.locale;
        match Row::read(columns, record, usual) {
            Ok(Some(row)) => self.bring(tx, row).await,
            Ok(None) => {
                self.report.inactive += 1;
                Ok(())
            }
            Err(problem) => {
                let line = self.lines.line(record);
                self.report.bad.push((line, problem));
                Ok(())
            }
        }
    }

    async fn bring(&mut self, tx: &mut Tx, row: Row) -> store::Result<()> {
        let now = self.app.now();
        let sign_up = SignUp {
            wishes: Wishes {
                name: row.name,
                locale: row.locale,
                cadence: row.cadence,
                topics: self.topics_of(tx, &row.topics, now).await?,
            },
            email: row.email,
        };
        if suppression::is_suppressed(tx, self.app.signer(), &sign_up.email).await? {
            // Erased perhaps, and yet known: nobody may write to them.
            self.report.away += 1;
            return Ok(());
        }
        let zone = &self.app.config().site.time_zone;
        if let Some(id) = queries::bring(tx, &sign_up, zone, now).await? {
            self.report.new += 1;
            return self.note(tx, id, &sign_up.wishes, &row.topics, now).await;
        }
        match queries::state(tx, &sign_up.email).await? {
            State::Confirmed | State::Pending => self.report.known += 1,
            _ => self.report.away += 1,
        }
        Ok(())
    }

    async fn note(
        &self,
        tx: &mut Tx,
        id: SubscriberId,
        wishes: &Wishes,
        topics: &[String],
        now: Timestamp,
    ) -> store::Result<()> {
        let mut changes = vec![
            Change::to("cadence", wishes.cadence.as_str()),
            Change::to("locale", wishes.locale.as_str()),
        ];
        if !topics.is_empty() {
            topics::choose(tx, id, &wishes.topics).await?;
            changes.push(Change::to("topics", &topics.join(", ")));
        }
        consent::record(tx, id, Action::Imported, &self.evidence, &changes, now).await
    }

    /// The topics of these names; one that is new is offered from now on.
    async fn topics_of(
        &mut self,
        tx: &mut Tx,
        names: &[String],
        now: Timestamp,
    ) -> store::Result<Vec<TopicId>> {
        let mut ids = Vec::with_capacity(names.len());
        for name in names {
            let slug = topics::slug(name);
            let id = match self.topics.get(&slug) {
                Some(id) => *id,
                None => topics::offer(tx, name, now).await?,
            };
            self.topics.insert(slug, id);
            ids.push(id);
        }
        Ok(ids)
    }
}
