//! Runs an import. A thread reads the file one batch ahead of the database.

use std::io::{Read, Seek};

use tokio::sync::mpsc;
use tokio::task::{self, JoinHandle};

use super::error::ListImportError;
use super::importer::Importer;
use super::model::{ImportOptions, ImportReport};
use super::reading::{self, ListBatch};
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
    let mut list = ListReader::start(app, file, options, 0);
    let (mut importer, mut report) = (Importer::new(app, options), ImportReport::default());
    while let Some(batch) = list.next().await? {
        let mut tx = importer.begin().await?;
        importer.import_batch(&mut tx, batch, &mut report).await?;
        if !options.dry_run {
            tx.commit().await?;
        }
    }
    Ok(report)
}

/// The batches of a file, which a thread reads.
#[derive(Debug)]
pub struct ListReader {
    arriving: mpsc::Receiver<ListBatch>,
    /// `None` once its end was reported.
    reading: Option<JoinHandle<Result<(), ListImportError>>>,
}

impl ListReader {
    /// Starts to read. The first `done` rows are left out: an earlier run took them.
    pub fn start(
        app: &App,
        file: impl Read + Seek + Send + 'static,
        options: &ImportOptions,
        done: u64,
    ) -> Self {
        // One batch waits while another is written and a third is read.
        let (batches, arriving) = mpsc::channel(1);
        let (app, options) = (app.clone(), options.clone());
        let reading =
            task::spawn_blocking(move || reading::read(&app, file, &options, done, &batches));
        Self {
            arriving,
            reading: Some(reading),
        }
    }

    /// The next batch; `None` at the end of the file.
    pub async fn next(&mut self) -> Result<Option<ListBatch>, ListImportError> {
        if let Some(batch) = self.arriving.recv().await {
            return Ok(Some(batch));
        }
        if let Some(reading) = self.reading.take() {
            reading.await.map_err(|_| store::Error::Interrupted)??;
        }
        Ok(None)
    }
}
