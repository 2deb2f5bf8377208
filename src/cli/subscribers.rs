//! `gudok subscribers`: an existing list moves in, and the list moves out.
//! Invariant: standard output carries the result alone; a row that cannot be taken is a line on standard error.

use std::fs::File;
use std::io::{self, BufWriter, Seek};
use std::path::{Path, PathBuf};

use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;

use crate::address::EmailAddress;
use crate::app::App;
use crate::cli::{CliError, output};
use crate::personal_data;
use crate::subscribers::export::{self, FIELD_COLUMN, export, export_segment};
use crate::subscribers::fields::{self, ReaderField};
use crate::subscribers::import::{
    Field, ImportOptions, ImportReport, KeptAway, ListFormat, Standing, import,
};
use crate::subscribers::segments;

/// Subscribers as files
#[derive(Debug, clap::Subcommand)]
pub enum SubscribersCommand {
    /// Bring an existing list in; everybody on it must have agreed to get mail
    ///
    /// Whoever left, bounced or never confirmed where the list comes from is not brought in, and who left or bounced there is
    /// remembered: no later list brings them in either. They may still come by themselves. A column that speaks of a state
    /// and is not understood stops the import before its first row.
    ///
    /// A row that cannot be read is named with its line on standard error and left out; the others are brought in, and the
    /// command ends with exit code 1. Importing the mended file again changes nothing for those who are here.
    Import(Import),
    /// Erase everything that names a person, because they asked for it
    ///
    /// The subscription goes with its choices and mails, and its consent record loses all that names the person. Comments stay without their name, addresses and link.
    /// A keyed hash of the address stays, so that no list brings the person back; they may come back themselves.
    Erase {
        /// The address
        email: EmailAddress,
    },
    /// Print everybody, or the readers of a segment, with their state
    Export {
        /// What to print
        #[arg(long, default_value = "csv", value_parser = word::<export::ExportFormat>)]
        format: export::ExportFormat,
        /// Only the readers of this segment of the panel
        #[arg(long, value_name = "NAME")]
        segment: Option<String>,
    },
}

/// The arguments of `subscribers import`
#[derive(Debug, clap::Args)]
pub struct Import {
    /// A table with a heading (email, name, …), an export of another product, or an address a line
    file: PathBuf,
    /// What wrote the file
    #[arg(long, default_value = "auto", value_parser = word::<ListFormat>)]
    format: ListFormat,
    /// A column that is to be read as a field: name="Full name", ignore=Notes, field.city=Town for a field of the site's own; a
    /// number where the file has no heading
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = field)]
    map: Vec<(Target, String)>,
    /// The column that says who is subscribed; no other is asked then
    #[arg(long, value_name = "COLUMN")]
    state_column: Option<String>,
    /// What a word of that column means: green=subscribed (or left, bounced, unconfirmed)
    #[arg(long, value_name = "WORD=MEANING", value_parser = meaning)]
    state_word: Vec<(String, Standing)>,
    /// The column whose words become the topics that people chose; tags are none by themselves
    #[arg(long, value_name = "COLUMN")]
    topics_from: Option<String>,
    /// The column whose words become the owner's tags
    #[arg(long, value_name = "COLUMN")]
    tags_from: Option<String>,
    /// Ask each new person by mail instead of believing the list
    #[arg(long)]
    confirm: bool,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Where these people agreed, for their consent record: "sign-up form of the old blog, 2019 to 2025"
    #[arg(long, value_name = "WHERE", value_parser = NonEmptyStringValueParser::new())]
    source: String,
}

fn word<T: std::str::FromStr<Err = String>>(word: &str) -> Result<T, String> {
    word.parse()
}

/// What a column is read as.
#[derive(Clone, Debug)]
enum Target {
    /// A fact of every list.
    Fact(Field),
    /// A field of the site's own, by its slug.
    Own(String),
}

fn field(pair: &str) -> Result<(Target, String), String> {
    let (field, column) = pair.split_once('=').ok_or("write FIELD=COLUMN")?;
    let target = match field.trim().strip_prefix(FIELD_COLUMN) {
        Some(slug) => Target::Own(slug.to_owned()),
        None => Target::Fact(field.trim().parse()?),
    };
    Ok((target, column.to_owned()))
}

fn meaning(pair: &str) -> Result<(String, Standing), String> {
    let (word, standing) = pair.rsplit_once('=').ok_or("write WORD=MEANING")?;
    Ok((word.to_owned(), standing.trim().parse()?))
}

impl SubscribersCommand {
    /// Runs the command to its end.
    pub async fn run(self, app: App) -> Result<(), CliError> {
        let done = match self {
            Self::Import(command) => command.run(&app).await,
            Self::Erase { email } => erase(&app, &email).await,
            Self::Export { format, segment } => match segment {
                Some(name) => print_segment(&app, format, &name).await,
                None => print_all(&app, format).await,
            },
        };
        app.store().close().await;
        done
    }
}

impl Import {
    async fn run(self, app: &App) -> Result<(), CliError> {
        let name = self.file.display().to_string();
        let file = open(&self.file).map_err(|error| {
            CliError::new(format!("cannot open {name}: {error}; check the path"))
        })?;
        let (json, options) = (self.json, self.options(app).await?);
        let report = import(app, file, &options)
            .await
            .map_err(|error| CliError::new(format!("{name}: {error}")))?;
        if json {
            let result = serde_json::to_string(&ImportOutcome::of(&report));
            tell!(
                "{}",
                result.map_err(|error| CliError::new(error.to_string()))?
            );
        } else {
            for (line, problem) in report.bad.iter().chain(&report.left_out) {
                eprintln!("line {line}: {problem}");
            }
            tell!("{}", summary(&report, &options));
        }
        match report.bad.len() {
            0 if report.left_out.is_empty() => Ok(()),
            0 => Err(CliError::new(format!(
                "{} values in {name} could not be read and are left out; the lines above say which, and their rows are imported \
                 without them. Another import changes nothing for those who are here: give them the values in the panel",
                report.left_out.len()
            ))),
            bad if bad == report.rows() => Err(CliError::new(format!(
                "nothing in {name} could be read; the lines above say why"
            ))),
            // A script must not take a list for whole that is not.
            bad => Err(CliError::new(format!(
                "{bad} of {} rows in {name} could not be read and are left out; mend the lines above and import the file again, \
                 which changes nothing for the others",
                report.rows()
            ))),
        }
    }

    async fn options(self, app: &App) -> Result<ImportOptions, CliError> {
        let known = fields::all(&mut app.read().await?).await?;
        let (mut columns, mut own_fields) = (Vec::new(), Vec::new());
        for (target, column) in self.map {
            match target {
                Target::Fact(field) => columns.push((field, column.into())),
                Target::Own(slug) => {
                    let field = known.iter().find(|field| field.slug == slug);
                    let field = field.ok_or_else(|| no_field(&slug, &known))?;
                    own_fields.push((field.clone(), column.into()));
                }
            }
        }
        let named = [
            (Field::State, self.state_column),
            (Field::Topics, self.topics_from),
            (Field::Tags, self.tags_from),
        ];
        columns.extend(
            named
                .into_iter()
                .filter_map(|(field, column)| Some((field, column?.into()))),
        );
        Ok(ImportOptions {
            file: self.file.file_name().map(|name| name.display().to_string()),
            source: self.source.trim().to_owned(),
            format: self.format,
            columns,
            own_fields,
            words: self.state_word,
            confirm: self.confirm,
            ask_later: false,
            dry_run: self.dry_run,
        })
    }
}

fn no_field(slug: &str, known: &[ReaderField]) -> CliError {
    let known: Vec<&str> = known.iter().map(|field| field.slug.as_str()).collect();
    let known = match known.as_slice() {
        [] => "the site has no fields of its own".to_owned(),
        known => format!("the site has {}", known.join(", ")),
    };
    CliError::new(format!(
        "there is no field `{slug}`: {known}; the panel adds fields at /admin/fields"
    ))
}

/// A file is read more than once; what cannot be (a pipe) is written down first.
fn open(path: &Path) -> io::Result<File> {
    let mut file = File::open(path)?;
    if file.stream_position().is_ok() {
        return Ok(file);
    }
    let mut copy = tempfile::tempfile()?;
    io::copy(&mut file, &mut copy)?;
    Ok(copy)
}

/// The result as scripts read it.
#[derive(Debug, Serialize)]
struct ImportOutcome<'a> {
    rows: usize,
    new: usize,
    known: usize,
    kept_away: KeptAway,
    bad: Vec<BadRow<'a>>,
    left_out: Vec<BadRow<'a>>,
}

#[derive(Debug, Serialize)]
struct BadRow<'a> {
    line: u64,
    why: &'a str,
}

impl<'a> ImportOutcome<'a> {
    fn of(report: &'a ImportReport) -> Self {
        let rows = |rows: &'a [(u64, String)]| {
            let rows = rows.iter();
            rows.map(|(line, why)| BadRow { line: *line, why })
                .collect()
        };
        Self {
            rows: report.rows(),
            new: report.new,
            known: report.known,
            kept_away: report.kept_away,
            bad: rows(&report.bad),
            left_out: rows(&report.left_out),
        }
    }
}

fn summary(report: &ImportReport, options: &ImportOptions) -> String {
    let new = match (options.confirm, options.dry_run) {
        (false, false) => "are new",
        (false, true) => "would be new",
        (true, false) => "are asked by mail",
        (true, true) => "would be asked by mail",
    };
    let mut parts = vec![format!("{} {new}", report.new)];
    let away = report.kept_away;
    for (count, what) in [
        (report.known, "here already"),
        (away.left, "left and stay away"),
        (away.bounced, "bounced and stay away"),
        (away.unconfirmed, "never confirmed there"),
        (away.erased, "erased here and stay away"),
        (report.bad.len(), "could not be read"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    match report.left_out.len() {
        0 => {}
        1 => parts.push("1 value left out".to_owned()),
        values => parts.push(format!("{values} values left out")),
    }
    let rows = match report.rows() {
        1 => "1 row".to_owned(),
        rows => format!("{rows} rows"),
    };
    format!("{rows}: {}.", parts.join(", "))
}

async fn erase(app: &App, email: &EmailAddress) -> Result<(), CliError> {
    let mut tx = app.write().await?;
    let erased = personal_data::erase(&mut tx, app, email).await?;
    tx.commit().await?;
    let subscription = if erased.subscription {
        "the subscription, and "
    } else {
        ""
    };
    tell!(
        "Erased: {subscription}{} comments. No list brings this address back.",
        erased.comments
    );
    Ok(())
}

async fn print_all(app: &App, format: export::ExportFormat) -> Result<(), CliError> {
    let written = export(app, format, BufWriter::new(io::stdout().lock())).await;
    output::written(written, "the list")
}

async fn print_segment(
    app: &App,
    format: export::ExportFormat,
    name: &str,
) -> Result<(), CliError> {
    let mut tx = app.read().await?;
    let segment = segments::find_named(&mut tx, name).await?.ok_or_else(|| {
        CliError::new(format!(
            "there is no segment `{name}`; the panel lists them at /admin/segments"
        ))
    })?;
    let zone = &app.config().site.time_zone;
    let matcher = segments::matcher(&mut tx, &segment.filter, zone, app.now()).await?;
    drop(tx);
    let matcher = matcher.map_err(|_| {
        CliError::new(format!(
            "the segment `{name}` names something that is gone; mend it at /admin/segments/{}",
            segment.id.0
        ))
    })?;
    let written = export_segment(app, format, &matcher, BufWriter::new(io::stdout().lock())).await;
    output::written(written, "the segment")
}
