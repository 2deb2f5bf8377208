//! Runs an import. A thread reads the file one batch ahead of the database.

use std::io::{Read, Seek};

use tokio::sync::mpsc;
use tokio::task;

use super::error::ListImportError;
use super::importer::Importer;
use super::model::{ImportOptions, ImportReport};
use super::reading;
use crate::app::App;
use crate::store;

/// Imports a list as a stream. A first pass over the file stops the import when a column is not understood. A dry run writes
/// nothing. Returns an error when nothing was imported, or when reading stopped.
pub async fn import(
    app: &App,
    file: impl Read + Seek + Send + 'static,
    options: &ImportOptions,
) -> Result<ImportReport, ListImportError> {
    // The end alone is reported, and a second run changes nothing: no batch has to wait for the disk.
    app.store().flush_commits(false).await?;
    let imported = import_batches(app, file, options).await;
    app.store().flush_commits(true).await?;
    imported
}

async fn import_batches(
    app: &App,
    file: impl Read + Seek + Send + 'static,
    options: &ImportOptions,
) -> Result<ImportReport, ListImportError> {
    // One batch waits while another is written and a third is read.
    let (batches, mut arriving) = mpsc::channel(1);
    let reading = {
        let (app, options) = (app.clone(), options.clone());
        task::spawn_blocking(move || reading::read(&app, file, &options, &batches))
    };
    let (mut importer, mut report) = (Importer::new(app, options), ImportReport::default());
    while let Some(people) = arriving.recv().await {
        importer.import_batch(&people, &mut report).await?;
    }
    let unwritten = reading.await.map_err(|_| store::Error::Interrupted)??;
    report.kept_away.add(unwritten.kept_away);
    report.bad = unwritten.bad;
    Ok(report)
}
