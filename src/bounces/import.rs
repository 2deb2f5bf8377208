//! Bounces out of files and out of a mail server's pipe: read mail by mail, and applied once however often they come.

use std::io::{self, BufRead};

use sha2::{Digest, Sha256};

use super::effect::{Did, Origin, take};
use super::mbox::Mails;
use super::reading::{Reading, read};
use crate::app::App;
use crate::store;
use crate::token::hex;

/// Why a file could not be brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Reads every mail of `file` (one, or an mbox) and shows each reading; with an `app` also applies it, and gives what became of
/// the findings.
pub async fn import(
    app: Option<&App>,
    file: impl BufRead,
    mut show: impl FnMut(&Reading) -> io::Result<()>,
) -> Result<Vec<Did>, ImportError> {
    let mut done = Vec::new();
    let mut mails = Mails::of(file);
    while let Some(mail) = mails.next_mail()? {
        let reading = read(&mail);
        if let Some(app) = app {
            let name = hex(&Sha256::digest(&mail)[..16]);
            let mut tx = app.write().await?;
            done.extend(take(&mut tx, app, Origin::Mail { name: &name }, &reading).await?);
            tx.commit().await?;
        }
        show(&reading)?;
    }
    Ok(done)
}
