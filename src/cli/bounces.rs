//! `gudok bounces`: what came back, out of files or a mail server's pipe.
//! Invariant: standard output carries one JSON line a recipient and nothing else.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::app::App;
use crate::bounces::import::{ImportError, import};
use crate::bounces::reading::{Line, Reading};
use crate::bounces::{Did, Effect, Reason};
use crate::cli::Failure;

/// What came back
#[derive(Debug, clap::Subcommand)]
pub enum Bounces {
    /// Read bounces and complaints, and take those off whom no mail reaches; what was done is a line on standard error
    Import {
        /// Mails (.eml) or mboxes; - is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only read; no database is touched
        #[arg(long)]
        dry_run: bool,
    },
}

impl Bounces {
    /// True when the command reads only.
    pub fn is_dry(&self) -> bool {
        let Self::Import { dry_run, .. } = self;
        *dry_run
    }

    /// Runs the command to its end; without an app it only reads.
    pub async fn run(self, app: Option<&App>) -> Result<(), Failure> {
        let Self::Import { files, .. } = self;
        let mut done = Vec::new();
        let mut failures = Vec::new();
        for file in &files {
            match read_file(app, file).await {
                Ok(more) => done.extend(more),
                Err(failure) => failures.push(failure),
            }
        }
        if app.is_some() {
            eprintln!("{}", summary(&done));
        }
        let Some(last) = failures.pop() else {
            return Ok(());
        };
        for failure in failures {
            eprintln!("gudok: {failure}");
        }
        Err(last)
    }
}

/// Lines that one file gets for mails that say nothing about anybody; a mailbox may be full of them.
const MOST_EMPTY: usize = 5;

async fn read_file(app: Option<&App>, path: &Path) -> Result<Vec<Did>, Failure> {
    let name = path.display().to_string();
    let (mut mails, mut empty) = (0, 0);
    let show = |reading: &Reading| {
        mails += 1;
        empty += usize::from(is_empty(reading));
        if is_empty(reading) && empty > MOST_EMPTY {
            return Ok(());
        }
        print(&name, reading)
    };
    let done = if name == "-" {
        import(app, io::stdin().lock(), show).await
    } else {
        let file = File::open(path).map_err(|error| {
            Failure::new(format!("cannot open {name}: {error}; check the path"))
        })?;
        import(app, BufReader::new(file), show).await
    };
    if mails == 0 && done.is_ok() {
        eprintln!("{name}: there is no mail in it.");
    }
    if empty > MOST_EMPTY {
        eprintln!(
            "{name}: {} more mails say nothing about any delivery, and have no line.",
            empty - MOST_EMPTY
        );
    }
    match done {
        // A reader that has seen enough (`| head`) is no failure.
        Err(ImportError::Io(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(Vec::new()),
        Err(error) => Err(Failure::new(format!("{name}: {error}"))),
        Ok(done) => Ok(done),
    }
}

/// How many findings did what, in one line for people.
fn summary(done: &[Did]) -> String {
    let count = |is: fn(&Did) -> bool| done.iter().filter(|did| is(did)).count();
    let parts = [
        (
            count(|did| matches!(did, Did::New(Effect::Bounced | Effect::Complained))),
            "took an address off",
        ),
        (
            count(|did| matches!(did, Did::New(Effect::Counted))),
            "counted as soft",
        ),
        (
            count(|did| matches!(did, Did::New(Effect::Noted))),
            "noted without effect",
        ),
        (count(|did| matches!(did, Did::Known)), "taken before"),
        (
            count(|did| matches!(did, Did::Nobody)),
            "about no mail and no reader of this site",
        ),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    match done.len() {
        0 => "No bounce and no complaint was found.".to_owned(),
        1 => format!("1 report: {}.", said.join(", ")),
        all => format!("{all} reports: {}.", said.join(", ")),
    }
}

/// Nothing is known but that it is a mail.
fn is_empty(reading: &Reading) -> bool {
    reading
        .findings
        .iter()
        .all(|finding| finding.reason == Reason::NoReport)
}

fn print(file: &str, reading: &Reading) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for finding in &reading.findings {
        let line = Line {
            file,
            recipient: finding.recipient.as_ref(),
            class: finding.class.as_str(),
            reason: finding.reason.as_str(),
            status: finding.status.map(|status| status.to_string()),
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    out.flush()
}
