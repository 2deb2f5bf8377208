//! `gudok bounces`: what came back, out of files or a mail server's pipe.
//! Invariant: standard output carries one JSON line a recipient and nothing else.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::app::App;
use crate::bounces::import::{ImportError, import};
use crate::bounces::reading::{Line, Reading};
use crate::cli::Failure;

/// What came back
#[derive(Debug, clap::Subcommand)]
pub enum Bounces {
    /// Read bounces and complaints, and take those off whom no mail reaches
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
        for file in &files {
            read_file(app, file).await?;
        }
        Ok(())
    }
}

async fn read_file(app: Option<&App>, path: &Path) -> Result<(), Failure> {
    let name = path.display().to_string();
    let show = |reading: &Reading| print(&name, reading);
    let done = if name == "-" {
        import(app, io::stdin().lock(), show).await
    } else {
        let file = File::open(path).map_err(|error| {
            Failure::new(format!("cannot open {name}: {error}; check the path"))
        })?;
        import(app, BufReader::new(file), show).await
    };
    match done {
        // A reader that has seen enough (`| head`) is no failure.
        Err(ImportError::Io(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::new(format!("{name}: {error}"))),
        Ok(()) => Ok(()),
    }
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
