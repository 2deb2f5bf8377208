//! `gudok bounces`: imports bounces from files or a mail server's pipe.
//!
//! Standard output carries one JSON line a recipient and nothing else.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::address::EmailAddress;
use crate::app::App;
use crate::bounces::{
    ApplyOutcome, BounceImportError, BounceReason, BounceReport, Effect, ImportOutcome,
    ImportedMail, import,
};
use crate::cli::CliError;
use crate::comments::CommentId;
use crate::comments::answers::AnswerOutcome;

/// Bounces, complaints and answers to notices
#[derive(Debug, clap::Subcommand)]
pub enum BouncesCommand {
    /// Read bounces, complaints and answers to notices: stop mail to addresses that do not take it, and post the answers; a summary goes to
    /// standard error
    Import {
        /// Mails (.eml) or mboxes; - is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only read; no database is touched
        #[arg(long)]
        dry_run: bool,
    },
}

impl BouncesCommand {
    /// True when the command reads only.
    pub fn is_dry(&self) -> bool {
        let Self::Import { dry_run, .. } = self;
        *dry_run
    }

    /// Runs the command to its end; without an app it only reads.
    pub async fn run(self, app: Option<&App>) -> Result<(), CliError> {
        let Self::Import { files, .. } = self;
        let mut done = ImportOutcome::default();
        let mut failures = Vec::new();
        for file in &files {
            match read_file(app, file).await {
                Ok(more) => {
                    done.findings.extend(more.findings);
                    done.answers.extend(more.answers);
                }
                Err(failure) => failures.push(failure),
            }
        }
        if app.is_some() {
            if done.answers.is_empty() || !done.findings.is_empty() {
                eprintln!("{}", summary(&done.findings));
            }
            for answer in &done.answers {
                eprintln!("{}", sentence(*answer));
            }
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

async fn read_file(app: Option<&App>, path: &Path) -> Result<ImportOutcome, CliError> {
    let name = path.display().to_string();
    let (mut mails, mut empty) = (0, 0);
    let show = |mail: ImportedMail<'_>| {
        mails += 1;
        let report = match mail {
            ImportedMail::Report(report) => report,
            ImportedMail::Answer(answer) => return print_answer(&name, answer),
        };
        empty += usize::from(is_empty(report));
        if is_empty(report) && empty > MOST_EMPTY {
            return Ok(());
        }
        print(&name, report)
    };
    let done = if name == "-" {
        import(app, io::stdin().lock(), show).await
    } else {
        let file = File::open(path).map_err(|error| {
            CliError::new(format!("cannot open {name}: {error}; check the path"))
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
        // A closed pipe (`| head`) is not a failure.
        Err(BounceImportError::Io(error)) if error.kind() == ErrorKind::BrokenPipe => {
            Ok(ImportOutcome::default())
        }
        Err(error) => Err(CliError::new(format!("{name}: {error}"))),
        Ok(done) => Ok(done),
    }
}

/// What an answer to a notice did, in one line for people.
fn sentence(answer: AnswerOutcome) -> String {
    match answer {
        AnswerOutcome::Comment(id, status) => format!("An answer is comment {id}: {status}."),
        AnswerOutcome::Decided(id, status) => format!("An answer decided comment {id}: {status}."),
        AnswerOutcome::Refused(why) => format!("An answer did nothing: {}.", why.explanation()),
    }
}

/// How many findings did what, in one line for people.
fn summary(done: &[ApplyOutcome]) -> String {
    let count = |is: fn(&ApplyOutcome) -> bool| done.iter().filter(|outcome| is(outcome)).count();
    let parts = [
        (
            count(|outcome| {
                matches!(
                    outcome,
                    ApplyOutcome::New(Effect::Bounced | Effect::Complained)
                )
            }),
            "stopped mail to an address",
        ),
        (
            count(|outcome| matches!(outcome, ApplyOutcome::New(Effect::Counted))),
            "counted as soft",
        ),
        (
            count(|outcome| matches!(outcome, ApplyOutcome::New(Effect::Noted))),
            "noted without effect",
        ),
        (
            count(|outcome| matches!(outcome, ApplyOutcome::Left)),
            "ended a subscription by a mail of its reader",
        ),
        (
            count(|outcome| matches!(outcome, ApplyOutcome::Known)),
            "taken before",
        ),
        (
            count(|outcome| matches!(outcome, ApplyOutcome::Nobody)),
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
fn is_empty(report: &BounceReport) -> bool {
    report
        .findings
        .iter()
        .all(|finding| finding.reason == BounceReason::NoReport)
}

fn print(file: &str, report: &BounceReport) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for finding in &report.findings {
        let line = FindingLine {
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

/// A line of the output.
#[derive(Debug, Serialize)]
struct FindingLine<'a> {
    /// The file.
    file: &'a str,
    /// The recipient.
    recipient: Option<&'a EmailAddress>,
    /// The class.
    class: &'static str,
    /// The reason.
    reason: &'static str,
    /// The status, when there is one.
    status: Option<String>,
}

fn print_answer(file: &str, answer: AnswerOutcome) -> io::Result<()> {
    let (answer, comment, state, reason) = match answer {
        AnswerOutcome::Comment(id, status) => ("comment", Some(id), Some(status.as_str()), None),
        AnswerOutcome::Decided(id, status) => ("decision", Some(id), Some(status.as_str()), None),
        AnswerOutcome::Refused(why) => ("refused", None, None, Some(why.as_str())),
    };
    let line = AnswerLine {
        file,
        answer,
        comment,
        state,
        reason,
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(&line)?)?;
    out.flush()
}

/// A line of the output for an answer to a notice.
#[derive(Debug, Serialize)]
struct AnswerLine<'a> {
    /// The file.
    file: &'a str,
    /// What it is: a comment, a decision, or refused.
    answer: &'static str,
    /// The comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<CommentId>,
    /// The state of the comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    /// Why it did nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}
