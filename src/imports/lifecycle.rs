//! The verbs of an import: start, stop, resume, remove.

use super::jobs;
use super::model::{Choices, Import, ImportId, ImportKind, ImportState, RunKind};
use super::queries;
use crate::app::App;
use crate::store::{self, Tx};

/// Why a verb did nothing.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// There is no such import.
    #[error("there is no such import")]
    Missing,
    /// Its state does not allow it: somebody else was faster.
    #[error("the import is {0}")]
    State(ImportState),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The import of this id.
pub async fn find(tx: &mut Tx, id: ImportId) -> store::Result<Option<Import>> {
    queries::find(tx, id).await
}

/// The newest imports.
pub async fn latest(tx: &mut Tx, limit: i64) -> store::Result<Vec<Import>> {
    queries::latest(tx, limit).await
}

/// The newest other import of the same file that has run.
pub async fn twin(tx: &mut Tx, import: &Import) -> store::Result<Option<Import>> {
    queries::twin(tx, import).await
}

/// Begins a dry run, or the import itself, from the first row.
pub async fn start(
    tx: &mut Tx,
    app: &App,
    id: ImportId,
    run: RunKind,
    choices: &Choices,
) -> Result<Import, ImportError> {
    let allowed = [ImportState::Ready, ImportState::Stopped];
    let import = lock(tx, id, &allowed).await?;
    let state = match run {
        RunKind::Dry => ImportState::Checking,
        RunKind::Real => ImportState::Running,
    };
    queries::begin(tx, id, state, choices, app.now()).await?;
    jobs::enqueue(tx, id, app.now()).await?;
    Ok(import)
}

/// Stops a run at its next batch.
pub async fn stop(tx: &mut Tx, app: &App, id: ImportId) -> Result<Import, ImportError> {
    let allowed = [ImportState::Checking, ImportState::Running];
    let import = lock(tx, id, &allowed).await?;
    let state = match import.state {
        ImportState::Checking => ImportState::Ready,
        _ => ImportState::Stopped,
    };
    queries::set_state(tx, id, state, None, app.now()).await?;
    Ok(import)
}

/// Goes on with a stopped import.
pub async fn resume(tx: &mut Tx, app: &App, id: ImportId) -> Result<Import, ImportError> {
    let import = lock(tx, id, &[ImportState::Stopped]).await?;
    queries::set_state(tx, id, ImportState::Running, None, app.now()).await?;
    jobs::enqueue(tx, id, app.now()).await?;
    Ok(import)
}

/// Deletes an import with its file and its report. What it brought stays.
pub async fn remove(tx: &mut Tx, id: ImportId) -> Result<Import, ImportError> {
    let allowed = [
        ImportState::Uploading,
        ImportState::Ready,
        ImportState::Stopped,
        ImportState::Done,
    ];
    let import = lock(tx, id, &allowed).await?;
    queries::delete(tx, id).await?;
    Ok(import)
}

async fn lock(tx: &mut Tx, id: ImportId, allowed: &[ImportState]) -> Result<Import, ImportError> {
    let import = queries::lock(tx, id).await?.ok_or(ImportError::Missing)?;
    if allowed.contains(&import.state) {
        Ok(import)
    } else {
        Err(ImportError::State(import.state))
    }
}

impl Import {
    /// The import as the audit log names it.
    pub fn label(&self) -> String {
        let kind = match self.kind {
            ImportKind::Subscribers => "list",
            ImportKind::Comments => "comments",
        };
        format!("import:{} ({kind})", self.id.0)
    }
}
