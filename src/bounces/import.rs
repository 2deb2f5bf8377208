//! Imports bounces and answers to notices from files and from a mail server's pipe. Each mail is applied once, however often it comes.

use std::io::{self, BufRead};

use sha2::{Digest, Sha256};

use super::apply::{Origin, apply_report};
use super::mbox::Mails;
use super::model::{ApplyOutcome, BounceReport};
use super::reading::read;
use crate::app::App;
use crate::comments::answers::{self, AnswerOutcome};
use crate::store;
use crate::token::hex;

/// The reason why a file was not imported.
#[derive(Debug, thiserror::Error)]
pub enum BounceImportError {
    /// The file cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// What a mail turned out to be.
#[derive(Clone, Copy, Debug)]
pub enum ImportedMail<'a> {
    /// A report about deliveries, or no report at all.
    Report(&'a BounceReport),
    /// An answer to a notice, by its address.
    Answer(AnswerOutcome),
}

/// What an import did.
#[derive(Debug, Default)]
pub struct ImportOutcome {
    /// The outcome of each finding.
    pub findings: Vec<ApplyOutcome>,
    /// The outcome of each answer.
    pub answers: Vec<AnswerOutcome>,
}

/// Reads every mail of `file` (one, or an mbox) and shows each. With an `app` it also applies them, and returns the outcomes. Without
/// one it cannot tell answers, since only the database's secret does.
pub async fn import(
    app: Option<&App>,
    file: impl BufRead,
    mut show: impl FnMut(ImportedMail<'_>) -> io::Result<()>,
) -> Result<ImportOutcome, BounceImportError> {
    let mut done = ImportOutcome::default();
    let mut mails = Mails::of(file);
    while let Some(mail) = mails.next_mail()? {
        if let Some(app) = app {
            let mut tx = app.write().await?;
            if let Some(answer) = answers::take(&mut tx, app, &mail).await? {
                tx.commit().await?;
                done.answers.push(answer);
                show(ImportedMail::Answer(answer))?;
                continue;
            }
            let name = hex(&Sha256::digest(&mail)[..16]);
            let report = read(&mail);
            let origin = Origin::Mail { name: &name };
            let outcomes = apply_report(&mut tx, app, origin, &report).await?;
            tx.commit().await?;
            done.findings.extend(outcomes);
            show(ImportedMail::Report(&report))?;
        } else {
            show(ImportedMail::Report(&read(&mail)))?;
        }
    }
    Ok(done)
}
