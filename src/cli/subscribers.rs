//! `gudok subscribers`: an existing list moves in, and the list moves out.
//! Invariant: standard output carries the result alone; a row that cannot be taken is a line on standard error.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind};
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;

use crate::app::App;
use crate::cli::Failure;
use crate::subscribers::export::{ExportError, Format, export};
use crate::subscribers::import::{Report, import};

/// Subscribers as files
#[derive(Debug, clap::Subcommand)]
pub enum Subscribers {
    /// Bring an existing list in; everybody on it must have agreed to get mail
    ///
    /// A row that cannot be read is named with its line on standard error and left out; the others are brought in, and the
    /// command ends with exit code 1. Importing the mended file again changes nothing for those who are here.
    Import {
        /// A CSV file with a header: email, and name, topics, cadence where known
        file: PathBuf,
        /// What the file is
        #[arg(long, default_value = "csv", value_parser = ["csv"])]
        format: String,
        /// Only say what would happen
        #[arg(long)]
        dry_run: bool,
        /// Where these people agreed, for their consent record: "sign-up form of the old blog, 2019 to 2025"
        #[arg(long, value_name = "WHERE", value_parser = NonEmptyStringValueParser::new())]
        source: String,
    },
    /// Print everybody, with their state
    Export {
        /// What to print
        #[arg(long, default_value = "csv", value_parser = format)]
        format: Format,
    },
}

fn format(word: &str) -> Result<Format, String> {
    word.parse()
}

impl Subscribers {
    /// Runs the command to its end.
    pub async fn run(self, app: App) -> Result<(), Failure> {
        let done = match self {
            Self::Import {
                file,
                dry_run,
                source,
                ..
            } => bring_in(&app, &file, &source, dry_run).await,
            Self::Export { format } => print_all(&app, format).await,
        };
        app.store().close().await;
        done
    }
}

async fn bring_in(app: &App, path: &PathBuf, source: &str, dry_run: bool) -> Result<(), Failure> {
    let name = path.display();
    let file = File::open(path)
        .map_err(|error| Failure::new(format!("cannot open {name}: {error}; check the path")))?;
    let report = import(app, file, source.trim(), dry_run)
        .await
        .map_err(|error| Failure::new(format!("{name}: {error}")))?;
    for (line, problem) in &report.bad {
        eprintln!("line {line}: {problem}");
    }
    tell!("{}", summary(&report, dry_run));
    match report.bad.len() {
        0 => Ok(()),
        bad if bad == report.rows() => Err(Failure::new(format!(
            "nothing in {name} could be read; the lines above say why"
        ))),
        // A script must not take a list for whole that is not.
        bad => Err(Failure::new(format!(
            "{bad} of {} rows in {name} could not be read and are left out; mend the lines above and import the file again, \
             which changes nothing for the others",
            report.rows()
        ))),
    }
}

fn summary(report: &Report, dry_run: bool) -> String {
    let did = if dry_run { "would be" } else { "are" };
    let mut parts = vec![format!("{} {did} new", report.new)];
    for (count, what) in [
        (report.known, "here already"),
        (
            report.away,
            "left, bounced or complained here and stay away",
        ),
        (report.inactive, "not subscribed by the file's own word"),
        (report.bad.len(), "could not be read"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    let rows = match report.rows() {
        1 => "1 row".to_owned(),
        rows => format!("{rows} rows"),
    };
    format!("{rows}: {}.", parts.join(", "))
}

async fn print_all(app: &App, format: Format) -> Result<(), Failure> {
    match export(app, format, BufWriter::new(io::stdout().lock())).await {
        // A reader that has seen enough (`| head`) is no failure.
        Err(ExportError::Io(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::new(format!(
            "the list could not be written: {error}"
        ))),
        Ok(()) => Ok(()),
    }
}
