//! The file of an import: parts in the database, so that every node can work on it, and a copy without a name while one does.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

use super::model::ImportId;
use super::queries;
use crate::app::App;
use crate::store;

/// Why the file cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The copy cannot be written.
    #[error("the file cannot be copied to the folder for temporary files: {0}")]
    Copy(#[from] io::Error),
    /// Parts are missing.
    #[error("the file is not whole")]
    Gone,
}

/// Copies the file of this size to a temporary one, which ends with its handle.
pub(super) async fn copy(app: &App, id: ImportId, size: i64) -> Result<File, FileError> {
    let mut file = tempfile::tempfile()?;
    let mut octets = 0;
    for number in 0.. {
        let mut tx = app.read().await?;
        let Some(part) = queries::part(&mut tx, id, number).await? else {
            break;
        };
        drop(tx);
        file.write_all(&part)?;
        octets += i64::try_from(part.len()).unwrap_or(i64::MAX);
    }
    if octets != size {
        return Err(FileError::Gone);
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// The beginning of the file: its first part.
pub(super) async fn beginning(app: &App, id: ImportId) -> store::Result<Vec<u8>> {
    let mut tx = app.read().await?;
    Ok(queries::part(&mut tx, id, 0).await?.unwrap_or_default())
}
