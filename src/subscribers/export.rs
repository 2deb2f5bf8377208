//! Export of the list as CSV, without formulas in cells, and as JSON.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use super::fields::{self, ReaderField};
use super::grouped::by_subscriber;
use super::model::{Subscriber, SubscriberId};
use super::segments::{self, Matcher};
use super::{queries, tags, topic_choices};
use crate::app::App;
use crate::clock::Timestamp;
use crate::store::{self, ExportError};
use crate::topics::{self, Topic};

/// Subscribers read at a time.
const PAGE: i64 = 1000;

/// What precedes the slug of a field in the heading of its column.
pub const FIELD_COLUMN: &str = "field.";

/// The format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A table for spreadsheets.
    Csv,
    /// An array of objects.
    Json,
}

crate::text_enum!(ExportFormat { Csv => "csv", Json => "json" });

/// A subscriber as a row of the export.
#[derive(Debug, Serialize)]
struct ExportRow {
    email: String,
    name: Option<String>,
    state: &'static str,
    topics: Vec<String>,
    fields: BTreeMap<String, String>,
    tags: Vec<String>,
    cadence: &'static str,
    locale: &'static str,
    delivery_hour: i64,
    time_zone: String,
    created_at: String,
    confirmed_at: Option<String>,
    left_at: Option<String>,
    advertising_at: Option<String>,
    night_advertising_at: Option<String>,
}

/// The columns of every site. Those of the site's own fields follow, as `field.city`.
const HEADER: [&str; 14] = [
    "email",
    "name",
    "state",
    "topics",
    "cadence",
    "locale",
    "delivery_hour",
    "time_zone",
    "created_at",
    "confirmed_at",
    "left_at",
    "advertising_at",
    "night_advertising_at",
    "tags",
];

impl ExportRow {
    fn new(
        subscriber: Subscriber,
        topics: Vec<String>,
        fields: BTreeMap<String, String>,
        tags: Vec<String>,
    ) -> Self {
        let moment = |moment: Timestamp| moment.to_string();
        Self {
            email: subscriber.email.to_string(),
            name: subscriber.name.map(|name| name.to_string()),
            state: subscriber.state.as_str(),
            topics,
            fields,
            tags,
            cadence: subscriber.cadence.as_str(),
            locale: subscriber.locale.as_str(),
            delivery_hour: subscriber.delivery_hour,
            time_zone: subscriber.time_zone.name().to_owned(),
            created_at: moment(subscriber.created_at),
            confirmed_at: subscriber.confirmed_at.map(moment),
            left_at: subscriber.left_at.map(moment),
            advertising_at: subscriber.advertising.advertising_at.map(moment),
            night_advertising_at: subscriber.advertising.night_advertising_at.map(moment),
        }
    }

    /// The cells: those of every site, the tags, and the values of the site's own fields.
    fn cells(mut self, fields: &[ReaderField]) -> impl Iterator<Item = String> {
        let own: Vec<String> = fields
            .iter()
            .map(|field| self.fields.remove(&field.slug).unwrap_or_default())
            .collect();
        let usual: [String; HEADER.len()] = [
            self.email,
            self.name.unwrap_or_default(),
            self.state.to_owned(),
            self.topics.join("; "),
            self.cadence.to_owned(),
            self.locale.to_owned(),
            self.delivery_hour.to_string(),
            self.time_zone,
            self.created_at,
            self.confirmed_at.unwrap_or_default(),
            self.left_at.unwrap_or_default(),
            self.advertising_at.unwrap_or_default(),
            self.night_advertising_at.unwrap_or_default(),
            self.tags.join(", "),
        ];
        usual.into_iter().chain(own).map(safe_cell)
    }
}

/// Writes every subscriber, oldest first.
pub async fn export(app: &App, format: ExportFormat, to: impl Write) -> Result<(), ExportError> {
    write(Pages::new(app, None).await?, format, to).await
}

/// Writes the readers of a segment, oldest first.
pub async fn export_segment(
    app: &App,
    format: ExportFormat,
    segment: &Matcher,
    to: impl Write,
) -> Result<(), ExportError> {
    write(Pages::new(app, Some(segment)).await?, format, to).await
}

async fn write(pages: Pages<'_>, format: ExportFormat, to: impl Write) -> Result<(), ExportError> {
    match format {
        ExportFormat::Csv => write_csv(pages, to).await,
        ExportFormat::Json => write_json(pages, to).await,
    }
}

async fn write_csv(mut pages: Pages<'_>, to: impl Write) -> Result<(), ExportError> {
    let mut table = csv::Writer::from_writer(to);
    let own = pages.fields.iter();
    let own = own.map(|field| format!("{FIELD_COLUMN}{}", field.slug));
    let heading = HEADER.into_iter().map(str::to_owned).chain(own);
    table.write_record(heading).map_err(std::io::Error::from)?;
    while let Some(lines) = pages.next().await? {
        for line in lines {
            table
                .write_record(line.cells(&pages.fields))
                .map_err(std::io::Error::from)?;
        }
    }
    Ok(table.flush()?)
}

async fn write_json(mut pages: Pages<'_>, mut to: impl Write) -> Result<(), ExportError> {
    let mut separator = "[\n";
    while let Some(lines) = pages.next().await? {
        for line in lines {
            to.write_all(separator.as_bytes())?;
            serde_json::to_writer(&mut to, &line).map_err(std::io::Error::from)?;
            separator = ",\n";
        }
    }
    let end = if separator == "[\n" { "[]\n" } else { "\n]\n" };
    to.write_all(end.as_bytes())?;
    Ok(to.flush()?)
}

/// The list, read a page at a time.
struct Pages<'a> {
    app: &'a App,
    segment: Option<&'a Matcher>,
    topics: Vec<Topic>,
    fields: Vec<ReaderField>,
    after: SubscriberId,
}

impl<'a> Pages<'a> {
    async fn new(app: &'a App, segment: Option<&'a Matcher>) -> store::Result<Self> {
        let mut tx = app.read().await?;
        Ok(Self {
            app,
            segment,
            topics: topics::all(&mut tx).await?,
            fields: fields::all(&mut tx).await?,
            after: SubscriberId(0),
        })
    }

    async fn next(&mut self) -> store::Result<Option<Vec<ExportRow>>> {
        let mut tx = self.app.read().await?;
        let mut page = queries::page_after(&mut tx, self.after, PAGE).await?;
        let Some(last) = page.last().map(|last| last.id) else {
            return Ok(None);
        };
        if let Some(segment) = self.segment {
            let members = segments::members(&mut tx, segment, self.after, last).await?;
            page.retain(|subscriber| members.binary_search(&subscriber.id).is_ok());
        }
        let choices = topic_choices::chosen_between(&mut tx, self.after, last).await?;
        let mut choices = by_subscriber(choices);
        let mut values = by_subscriber(fields::between(&mut tx, self.after, last).await?);
        let mut tags = by_subscriber(tags::between(&mut tx, self.after, last).await?);
        self.after = last;
        let lines = page.into_iter().map(|subscriber| {
            let who = subscriber.id;
            let own = choices.remove(&who).unwrap_or_default();
            let names = own.iter().filter_map(|topic| {
                let topic = self.topics.iter().find(|known| known.id == *topic);
                topic.map(|topic| topic.name.clone())
            });
            let names = names.collect();
            let own = values.remove(&who).unwrap_or_default();
            let fields = fields::named(&self.fields, own.iter());
            let tags = tags.remove(&who).unwrap_or_default();
            ExportRow::new(subscriber, names, fields, tags)
        });
        Ok(Some(lines.collect()))
    }
}

/// Characters that begin a formula in spreadsheets; some take full-width signs too.
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A cell that no spreadsheet runs: an apostrophe precedes the start of a formula.
pub fn safe_cell(cell: String) -> String {
    if cell.starts_with(FORMULA_STARTS) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// A cell as it was before [`safe_cell`].
pub(super) fn plain_cell(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA_STARTS) => rest,
        _ => cell,
    }
}
