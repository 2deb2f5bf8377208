//! Imports bounces from files and from a mail server's pipe. Each mail is applied once, however often it comes.

use std::io::{self, BufRead};

use sha2::{Digest, Sha256};

use super::apply::{Origin, apply_report};
use super::mbox::Mails;
use super::model::{ApplyOutcome, BounceReport};
use super::reading::read;
use crate::app::App;
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

/// Reads every mail of `file` (one, or an mbox) and shows each report. With an `app` it also applies them, and returns the
/// outcomes.
pub async fn import(
    app: Option<&App>,
    file: impl BufRead,
    mut show: impl FnMut(&BounceReport) -> io::Result<()>,
) -> Result<Vec<ApplyOutcome>, BounceImportError> {
    let mut done = Vec::new();
    let mut mails = Mails::of(file);
    while let Some(mail) = mails.next_mail()? {
        let report = read(&mail);
        if let Some(app) = app {
            let name = hex(&Sha256::digest(&mail)[..16]);
            let mut tx = app.write().await?;
            done.extend(apply_report(&mut tx, app, Origin::Mail { name: &name }, &report).await?);
            tx.commit().await?;
        }
        show(&report)?;
    }
    Ok(done)
}
