//! `gudok summarise`: the summary of a file, for a script or to see what a digest would say.
//! Invariant: standard output carries the summary alone; a failure is one line that names the way out.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::Serialize;

use crate::cli::CliError;
use crate::posts::content::PostContent;
use crate::posts::summary::{self, summarise};

/// No post of a person is larger; a larger input is a wrong file.
const LARGEST: u64 = 10_000_000;
/// The longest summary, in sentences.
const MOST_SENTENCES: u64 = 50;

/// Print the extractive summary of a text or HTML document
#[derive(Debug, clap::Args)]
pub struct SummariseCommand {
    /// The document, text or HTML in UTF-8; `-` is standard input
    file: PathBuf,
    /// How many sentences the summary has at most
    #[arg(
        long,
        value_name = "N",
        default_value_t = summary::SENTENCES as u64,
        value_parser = clap::value_parser!(u64).range(1..=MOST_SENTENCES)
    )]
    sentences: u64,
    /// Print JSON: {"title": …, "sentences": […]}
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct SummaryOutput<'a> {
    title: Option<&'a str>,
    sentences: &'a [String],
}

impl SummariseCommand {
    /// Reads the document and prints its summary, one sentence a line.
    pub fn run(self) -> Result<(), CliError> {
        let name = self.file.display().to_string();
        let document = decoded(self.read(&name)?, &name)?;
        let content = PostContent::from_document(&document);
        let title = content.title.as_deref();
        let sentences = usize::try_from(self.sentences).unwrap_or(summary::SENTENCES);
        let summary = summarise(title.unwrap_or_default(), &content, sentences);
        if summary.sentences.is_empty() {
            return Err(CliError::new(format!(
                "{name} has no text to summarise: give a document with at least one paragraph of prose"
            )));
        }
        let answer = if self.json {
            let answer = SummaryOutput {
                title,
                sentences: &summary.sentences,
            };
            serde_json::to_string(&answer)
                .map_err(|e| CliError::new(format!("could not write the summary as JSON: {e}")))?
        } else {
            summary.sentences.join("\n")
        };
        print(&answer)
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, CliError> {
        let read = if name == "-" {
            limited(io::stdin().lock())
        } else {
            File::open(&self.file).and_then(limited)
        };
        let bytes = read.map_err(|error| {
            let way_out = match error.kind() {
                io::ErrorKind::NotFound => "check the path, or give - to read standard input",
                io::ErrorKind::PermissionDenied => "give this user the right to read it",
                io::ErrorKind::IsADirectory => "give a file in it",
                _ => "give a readable file, or - for standard input",
            };
            CliError::new(format!("could not read {name}: {error}; {way_out}"))
        })?;
        if bytes.len() as u64 > LARGEST {
            return Err(CliError::new(format!(
                "{name} is larger than {} MB: give the text of one post",
                LARGEST / 1_000_000
            )));
        }
        Ok(bytes)
    }
}

/// One byte more than allowed tells that there was more.
fn limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn decoded(bytes: Vec<u8>, name: &str) -> Result<String, CliError> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        CliError::new(format!(
            "{name} is not UTF-8 (byte {at}): convert it first, for example with iconv -f CP949 -t UTF-8"
        ))
    })
}

/// Prints text. A closed pipe (`| head -1`) is not a failure.
fn print(answer: &str) -> Result<(), CliError> {
    match writeln!(io::stdout().lock(), "{answer}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CliError::new(format!(
            "could not write the summary: {error}; check where standard output leads"
        ))),
        _ => Ok(()),
    }
}
