//! The meaning of each column. The whole file is examined, and a column that is not understood stops the import before its first
//! row.

use std::io::{Read, Seek};

use csv::ByteRecord;

use super::address_cell::address;
use super::error::ListImportError;
use super::headings::{Field, key, plain, speaks_of_mail};
use super::meaning::{is_date, truth};
use super::model::{ColumnName, ImportOptions};
use super::speech::Speech;
use super::standing::Standing;
use super::states::{StateColumn, Tally, Unclear, speech_of_cells, understand};
use super::table::ListTable;
use crate::subscribers::fields::ReaderField;

/// Columns of the widest list.
const MOST_COLUMNS: usize = 1_000;
/// Rows in which cells are tried as addresses.
const TRIED: usize = 1_000;

/// Where each fact stands in a row.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) email: usize,
    pub(super) name: Option<usize>,
    pub(super) first_name: Option<usize>,
    pub(super) last_name: Option<usize>,
    pub(super) topics: Option<usize>,
    pub(super) tags: Option<usize>,
    /// The columns of the site's own fields.
    pub(super) own: Vec<(ReaderField, usize)>,
    pub(super) cadence: Option<usize>,
    pub(super) locale: Option<usize>,
    pub(super) states: Vec<StateColumn>,
    pub(super) opted_in_at: Option<usize>,
    pub(super) confirmed_at: Option<usize>,
    /// That of the confirmation first: it is the proof.
    pub(super) ips: Vec<usize>,
}

/// What the whole file showed of its columns.
struct Survey {
    /// The headings as they stand; empty where the file has none.
    headings: Vec<String>,
    keys: Vec<String>,
    tallies: Vec<Tally>,
    /// Cells among the first rows that are addresses.
    addresses: Vec<usize>,
    /// Cells among the first rows that may be names.
    names: Vec<usize>,
}

impl Columns {
    /// Surveys the rows of this table.
    pub(super) fn survey(
        table: &mut ListTable<impl Read + Seek>,
        options: &ImportOptions,
    ) -> Result<Self, ListImportError> {
        let survey = Survey::new(table)?;
        survey.check_format(options)?;
        let (mut named, mut own) = (Vec::new(), Vec::new());
        for (field, column) in &options.columns {
            named.push((*field, survey.place(column)?));
        }
        for (field, column) in &options.own_fields {
            own.push((field.clone(), survey.place(column)?));
        }
        let at = |field: Field| {
            let mut named = named.iter().filter(|(other, _)| *other == field);
            named.next().map(|(_, at)| *at)
        };
        let is_named = |at: usize| {
            let mut facts = named.iter().map(|(_, other)| *other);
            facts.any(|other| other == at) || own.iter().any(|(_, other)| *other == at)
        };
        let by_heading = |field: Field| {
            let own = field.column(&survey.keys);
            at(field).or_else(|| own.filter(|at| !is_named(*at)))
        };
        let email = match at(Field::Email) {
            Some(at) => at,
            None => survey.email(is_named)?,
        };
        let name = by_heading(Field::Name).or_else(|| survey.nameless_name(email));
        let mut columns = Self {
            email,
            name: name.filter(|at| *at != email),
            first_name: by_heading(Field::FirstName),
            last_name: by_heading(Field::LastName),
            topics: by_heading(Field::Topics),
            tags: at(Field::Tags),
            own: own.clone(),
            cadence: by_heading(Field::Cadence),
            locale: by_heading(Field::Locale),
            states: Vec::new(),
            opted_in_at: by_heading(Field::OptedInAt),
            confirmed_at: by_heading(Field::ConfirmedAt),
            ips: [Field::ConfirmedIp, Field::OptedInIp]
                .into_iter()
                .filter_map(by_heading)
                .collect(),
        };
        columns.states = match at(Field::State) {
            Some(at) => survey.named_state(at, options)?,
            None => survey.states(&columns, is_named, options)?,
        };
        Ok(columns)
    }

    /// Columns that hold something else than a state for sure.
    fn are_facts(&self, at: usize) -> bool {
        let facts = [
            Some(self.email),
            self.name,
            self.first_name,
            self.last_name,
            self.topics,
            self.cadence,
            self.locale,
            self.opted_in_at,
        ];
        facts.contains(&Some(at)) || self.ips.contains(&at)
    }
}

impl Survey {
    fn new(table: &mut ListTable<impl Read + Seek>) -> Result<Self, ListImportError> {
        let headings = table.heading.clone().unwrap_or_default();
        let mut survey = Self {
            keys: headings.iter().map(|heading| key(heading)).collect(),
            headings,
            tallies: Vec::new(),
            addresses: Vec::new(),
            names: Vec::new(),
        };
        let mut record = ByteRecord::new();
        let mut rows = 0;
        while let Some(line) = table.next(&mut record)? {
            if record.len() > MOST_COLUMNS {
                return Err(ListImportError::TooManyColumns {
                    line,
                    columns: record.len(),
                    most: MOST_COLUMNS,
                });
            }
            rows += 1;
            survey.add_row(&record, rows <= TRIED);
        }
        Ok(survey)
    }

    fn add_row(&mut self, record: &ByteRecord, is_tried: bool) {
        let width = record.len().max(self.keys.len());
        if self.tallies.len() < width {
            self.tallies.resize(width, Tally::default());
            self.addresses.resize(width, 0);
            self.names.resize(width, 0);
        }
        for at in 0..width {
            let cell = record.get(at).unwrap_or_default();
            if is_tried && cell.contains(&b'@') {
                let is_address = address(&String::from_utf8_lossy(cell)).1.is_ok();
                self.addresses[at] += usize::from(is_address);
            } else if is_tried && is_nameable(cell) {
                self.names[at] += 1;
            }
            let field = self.keys.get(at).and_then(|key| Field::of(key));
            if matches!(field, None | Some(Field::ConfirmedAt)) {
                self.tallies[at].add(cell);
            }
        }
    }

    /// A product that was named has the column in which it says who is subscribed.
    fn check_format(&self, options: &ImportOptions) -> Result<(), ListImportError> {
        let wanted = options.format.state_headings();
        let is_there = self.keys.iter().any(|key| wanted.contains(&key.as_str()));
        let is_said = options
            .columns
            .iter()
            .any(|(field, _)| *field == Field::State);
        if wanted.is_empty() || is_there || is_said {
            return Ok(());
        }
        Err(ListImportError::OtherFormat {
            format: options.format,
            columns: self.headings.join(", "),
        })
    }

    /// The place of a column that somebody named.
    fn place(&self, column: &ColumnName) -> Result<usize, ListImportError> {
        match column {
            ColumnName::Word(word) => self.find(word),
            ColumnName::Place(at) if *at < self.tallies.len() => Ok(*at),
            ColumnName::Place(at) => Err(self.unknown(&(at + 1).to_string())),
        }
    }

    /// The column that somebody named: by its heading, or by its number where no heading is a number.
    fn find(&self, column: &str) -> Result<usize, ListImportError> {
        let same = |heading: &String| heading.trim() == column.trim();
        let wanted = key(column);
        let by_heading = self.headings.iter().position(same);
        let by_key = || self.keys.iter().position(|key| *key == wanted);
        let by_number = || {
            let number: usize = column.trim().parse().ok()?;
            number.checked_sub(1).filter(|at| *at < self.tallies.len())
        };
        let found = by_heading.or_else(by_key).or_else(by_number);
        found.ok_or_else(|| self.unknown(column))
    }

    fn unknown(&self, column: &str) -> ListImportError {
        ListImportError::UnknownColumn {
            column: column.to_owned(),
            columns: if self.headings.is_empty() {
                format!("1 to {}, since it has no heading", self.tallies.len())
            } else {
                self.headings.join(", ")
            },
        }
    }

    /// The column of addresses: by its heading, unless its cells are none and another's are.
    fn email(&self, is_taken: impl Fn(usize) -> bool) -> Result<usize, ListImportError> {
        let held = |at: usize| self.addresses.get(at).copied().unwrap_or(0);
        let by_heading = Field::Email.column(&self.keys).filter(|at| !is_taken(*at));
        if let Some(at) = by_heading.filter(|at| held(*at) > 0) {
            return Ok(at);
        }
        let free = (0..self.tallies.len()).filter(|at| held(*at) > 0 && !is_taken(*at));
        let speaks = |at: &usize| self.keys.get(*at).is_some_and(|key| speaks_of_mail(key));
        let most = |candidates: Vec<usize>| candidates.into_iter().rev().max_by_key(|at| held(*at));
        let found = most(free.clone().filter(speaks).collect()).or_else(|| most(free.collect()));
        found.or(by_heading).ok_or(ListImportError::NoAddresses)
    }

    /// In a file without a heading, the first column beside the addresses whose cells may be names.
    fn nameless_name(&self, email: usize) -> Option<usize> {
        if !self.headings.is_empty() {
            return None;
        }
        let mut others = (0..self.tallies.len()).filter(|at| *at != email);
        others.find(|at| self.names[*at] > 0)
    }

    /// The column that was named as the one of the state; no other is asked then.
    fn named_state(
        &self,
        at: usize,
        options: &ImportOptions,
    ) -> Result<Vec<StateColumn>, ListImportError> {
        let speech = self
            .headings
            .get(at)
            .and_then(|heading| Speech::of(heading));
        let speech = match speech {
            Some(Speech::Everybody(end)) => Speech::End(end),
            Some(speech) => speech,
            None => Speech::State,
        };
        let tally = &self.tallies[at];
        if let Some(field) = self.keys.get(at).and_then(|key| Field::of(key))
            && field != Field::ConfirmedAt
        {
            // Its cells were not looked at: it seemed to be something else.
            return Err(ListImportError::NoState {
                heading: self.headings[at].clone(),
                field,
            });
        }
        let meanings = self.meanings(options);
        let column = understand(at, speech, tally, &meanings);
        let column = column.map_err(|unclear| self.unclear(at, unclear))?;
        Ok(column.into_iter().collect())
    }

    /// Every column that says where people stand; the worst of them counts.
    fn states(
        &self,
        columns: &Columns,
        is_taken: impl Fn(usize) -> bool,
        options: &ImportOptions,
    ) -> Result<Vec<StateColumn>, ListImportError> {
        let meanings = self.meanings(options);
        let mut states = Vec::new();
        for (at, tally) in self.tallies.iter().enumerate() {
            if columns.are_facts(at) || is_taken(at) {
                continue;
            }
            let key = self.keys.get(at).map_or("", String::as_str);
            if Field::of(key).is_some() {
                continue;
            }
            let heading = self.headings.get(at).map_or("", String::as_str);
            let speech = Speech::of(heading);
            if self.headings.is_empty() && tally.is_truth() {
                return Err(ListImportError::NamelessFlags { column: at + 1 });
            }
            let speech = match speech {
                None => {
                    speech_of_cells(heading, tally).map_err(|unclear| self.unclear(at, unclear))?
                }
                speech => speech,
            };
            let Some(speech) = speech else {
                continue;
            };
            let column = understand(at, speech, tally, &meanings);
            states.extend(column.map_err(|unclear| self.unclear(at, unclear))?);
        }
        // Mailchimp tells the time even of those whom their owner brought in.
        let proof = columns.confirmed_at.filter(|at| !is_taken(*at));
        if let Some(at) = proof.filter(|at| states.is_empty() && self.keys[*at] != "confirmtime") {
            let column = understand(at, Speech::Proof, &self.tallies[at], &meanings);
            states.extend(column.map_err(|unclear| self.unclear(at, unclear))?);
        }
        Ok(states)
    }

    fn meanings(&self, options: &ImportOptions) -> super::states::Meanings {
        let mut meanings = options.format.told_by(&self.keys).meanings();
        let named = options.words.iter();
        meanings.extend(named.map(|(word, standing)| (plain(word), *standing)));
        meanings
    }

    fn unclear(&self, at: usize, unclear: Unclear) -> ListImportError {
        let heading = self.headings.get(at);
        ListImportError::UnclearState {
            column: heading.cloned().unwrap_or_else(|| (at + 1).to_string()),
            words: unclear.0,
        }
    }
}

/// Letters that are neither a truth nor a date.
fn is_nameable(cell: &[u8]) -> bool {
    let cell = String::from_utf8_lossy(cell);
    cell.chars().any(char::is_alphabetic)
        && !is_date(&cell)
        && truth(&plain(&cell)).is_none()
        && Standing::of_cell(&cell).is_none()
}
