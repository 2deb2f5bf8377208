//! `gudok comments import`: the arguments, the progress and the report.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{IsTerminal, Write, stderr};
use std::path::PathBuf;

use serde::Serialize;

use crate::app::App;
use crate::cli::CliError;
use crate::clock::{Timestamp, Zone};
use crate::comments::import::{CommentFormat, ImportOptions, ImportReport, import};
use crate::comments::merging::PageMove;

/// The arguments
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ImportCommand {
    /// The export file, as the other program wrote it; it may be packed with gzip
    file: PathBuf,
    /// What wrote the file: auto, wxr (WordPress), disqus, isso, remark42, commento, comentario, artalk, waline, twikoo or gudok
    #[arg(long, default_value = "auto", value_parser = format)]
    format: Format,
    /// The zone of times that the file gives without one, such as Asia/Seoul; the site's when it is not said
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    zone: Option<Zone>,
    /// The new address of a page, of a prefix that ends in /, or of a host, for a site that moved; may be given several times
    #[arg(long, value_name = "OLD=NEW", value_parser = page_move)]
    map: Vec<PageMove>,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// A format, or none when the file says it.
#[derive(Clone, Copy, Debug)]
struct Format(Option<CommentFormat>);

fn format(word: &str) -> Result<Format, String> {
    match word {
        "auto" => Ok(Format(None)),
        word => word.parse().map(|format| Format(Some(format))),
    }
}

fn zone(name: &str) -> Result<Zone, String> {
    name.parse()
        .map_err(|_| "write an IANA name such as Asia/Seoul".into())
}

fn page_move(pair: &str) -> Result<PageMove, String> {
    // An address may hold a `=`; its second part then begins with a scheme or a host.
    let (old, new) = pair
        .split_once("=http")
        .map(|(old, new)| (old, format!("http{new}")))
        .or_else(|| pair.split_once('=').map(|(old, new)| (old, new.to_owned())))
        .ok_or("write OLD=NEW")?;
    PageMove::parse(old, &new).map_err(|error| error.to_string())
}

impl ImportCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        let name = self.file.display().to_string();
        let file = File::open(&self.file).map_err(|error| {
            CliError::new(format!("cannot open {name}: {error}; check the path"))
        })?;
        let options = ImportOptions {
            format: self.format.0,
            zone: self.zone,
            moves: self.map,
            dry_run: self.dry_run,
        };
        let mut progress = Progress::new();
        let report = import(app, file, &options, |found| progress.show(found)).await;
        progress.end();
        let report = report.map_err(|error| CliError::new(format!("{name} {error}")))?;
        for bad in &report.bad {
            eprintln!("{}: {}", bad.record, bad.why);
        }
        if let Some(why) = &report.unread {
            eprintln!("the rest of the file: {why}");
        }
        if self.json {
            let result = serde_json::to_string(&Outcome::of(&report));
            tell!(
                "{}",
                result.map_err(|error| CliError::new(error.to_string()))?
            );
        } else {
            let config = app.config();
            let zone = options.zone.as_ref().unwrap_or(&config.site.time_zone);
            tell_report(&report, options.dry_run, zone);
        }
        end(&report, &name)
    }
}

/// The result as JSON.
#[derive(Serialize)]
struct Outcome<'a> {
    format: &'a str,
    found: usize,
    new: usize,
    known: usize,
    approved: usize,
    pending: usize,
    spam: usize,
    trashed: usize,
    deleted: usize,
    threads: usize,
    orphans: usize,
    skipped: &'a BTreeMap<&'static str, usize>,
    bad: Vec<BadOutcome<'a>>,
    /// Why the rest of the file could not be read.
    unread: Option<&'a str>,
    foreign_hosts: Vec<&'a str>,
}

#[derive(Serialize)]
struct BadOutcome<'a> {
    record: &'a str,
    why: &'a str,
    /// True when the comment was imported all the same.
    kept: bool,
}

impl<'a> Outcome<'a> {
    fn of(report: &'a ImportReport) -> Self {
        let bad = report.bad.iter().map(|bad| BadOutcome {
            record: &bad.record,
            why: &bad.why,
            kept: bad.is_kept,
        });
        Self {
            format: report.format.map_or("", CommentFormat::as_str),
            found: report.found,
            new: report.new,
            known: report.known,
            approved: report.approved,
            pending: report.pending,
            spam: report.spam,
            trashed: report.trashed,
            deleted: report.deleted,
            threads: report.threads,
            orphans: report.orphans,
            skipped: &report.skipped,
            bad: bad.collect(),
            unread: report.unread.as_deref(),
            foreign_hosts: report.foreign_hosts.iter().map(String::as_str).collect(),
        }
    }
}

fn tell_report(report: &ImportReport, is_dry: bool, zone: &Zone) {
    let (verb, left) = if is_dry {
        ("would be new", "would be left out")
    } else {
        ("are new", "are left out")
    };
    tell!(
        "{} comments found: {} {verb}, {} are here already, {} {left}.",
        report.found,
        report.new,
        report.known,
        report.skipped.values().sum::<usize>() + report.lost()
    );
    tell!(
        "In {} threads: {} public, {} waiting, {} spam, {} in the trash, {} deleted.",
        report.threads,
        report.approved,
        report.pending,
        report.spam,
        report.trashed,
        report.deleted
    );
    for (why, comments) in &report.skipped {
        tell!("Left out, {why}: {comments}.");
    }
    if report.orphans > 0 {
        tell!(
            "{} replies answer a comment that is not in the file; they stand at the first level.",
            report.orphans
        );
    }
    if let (Some(oldest), Some(newest)) = (report.oldest, report.newest) {
        let local = |moment: Timestamp| moment.at(zone).strftime("%Y-%m-%d %H:%M").to_string();
        tell!(
            "Written from {} to {} in {}.",
            local(oldest),
            local(newest),
            zone.name()
        );
    }
    if !report.foreign_hosts.is_empty() {
        let hosts: Vec<&str> = report.foreign_hosts.iter().map(String::as_str).collect();
        tell!(
            "Pages of {} are neither on site.url nor in server.allowed_origins, so their comments are not shown. If the site moved, \
             run `gudok comments move OLD NEW`.",
            hosts.join(", ")
        );
    }
}

fn end(report: &ImportReport, name: &str) -> Result<(), CliError> {
    if report.unread.is_some() {
        return Err(CliError::new(format!(
            "{name} could not be read to its end: the {} comments before that place count above; get the whole file and import it \
             again, which adds only the rest",
            report.found
        )));
    }
    match (report.found, report.lost()) {
        (0, _) => Err(CliError::new(format!(
            "{name} holds no comments; export all content, or name the program with --format"
        ))),
        (_, 0) => Ok(()),
        (_, lost) => Err(CliError::new(format!(
            "{lost} of {} comments in {name} could not be read and are left out; mend the records above and import the file again, \
             which adds only them",
            report.found
        ))),
    }
}

/// Comments so far, on standard error: one line that changes on a terminal, a line each 10,000 elsewhere.
struct Progress {
    is_terminal: bool,
    shown: usize,
}

impl Progress {
    fn new() -> Self {
        Self {
            is_terminal: stderr().is_terminal(),
            shown: 0,
        }
    }

    fn show(&mut self, found: usize) {
        if self.is_terminal {
            let _ = write!(stderr(), "\r{found} comments …");
        } else if found / 10_000 > self.shown / 10_000 {
            eprintln!("{found} comments …");
        }
        self.shown = found;
    }

    fn end(&self) {
        if self.is_terminal && self.shown > 0 {
            let _ = write!(stderr(), "\r\u{1b}[K");
        }
    }
}
