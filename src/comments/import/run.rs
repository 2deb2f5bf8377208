//! Runs an import. A thread reads the file one batch ahead of the database.

use std::io::Read;

use tokio::sync::mpsc;
use tokio::task::{self, JoinHandle};

use super::error::CommentImportError;
use super::format::CommentFormat;
use super::importer::Importer;
use super::pages::Pages;
use super::prepare::Preparation;
use super::read::{self, Batch};
use super::report::{ImportOptions, ImportReport};
use super::taking::ReadContext;
use crate::app::App;
use crate::comments::export::keys;
use crate::config::kept_since;
use crate::store;

/// Imports a file as a stream. `progress` is told the number of comments so far after each batch.
pub async fn import(
    app: &App,
    file: impl Read + Send + 'static,
    options: &ImportOptions,
    progress: impl FnMut(usize),
) -> Result<ImportReport, CommentImportError> {
    // The end alone is reported, and a second run adds what is missing: no batch has to wait for the disk.
    app.store().flush_commits(false).await?;
    let imported = import_batches(app, file, options, progress).await;
    app.store().flush_commits(true).await?;
    imported
}

async fn import_batches(
    app: &App,
    file: impl Read + Send + 'static,
    options: &ImportOptions,
    mut progress: impl FnMut(usize),
) -> Result<ImportReport, CommentImportError> {
    let mut run = CommentRun::start(app, file, options);
    while run.step().await? {
        progress(run.report().found);
    }
    Ok(run.importer.report)
}

/// An import of comments, a batch at a time. A thread reads the file.
pub struct CommentRun<'a> {
    app: &'a App,
    is_dry: bool,
    importer: Importer<'a>,
    arriving: mpsc::Receiver<Batch>,
    /// `None` at the end.
    reading: Option<JoinHandle<Result<(), CommentImportError>>>,
}

impl<'a> CommentRun<'a> {
    /// Starts to read a file.
    pub fn start(app: &'a App, file: impl Read + Send + 'static, options: &ImportOptions) -> Self {
        let config = app.config();
        let context = ReadContext {
            pages: Pages {
                moves: options.moves.clone(),
                site: config.site.url.clone(),
            },
            zone: options
                .zone
                .clone()
                .unwrap_or_else(|| config.site.time_zone.clone()),
        };
        let preparation = Preparation {
            locale: config.site.locale,
            ips_since: kept_since(config.retention.comment_ips, app.now()),
        };
        // One batch waits while another is written and a third is read.
        let (batches, arriving) = mpsc::channel(1);
        let format = options.format;
        let reading = task::spawn_blocking(move || {
            read::read(file, format, &context, &preparation, &batches)
        });
        Self {
            app,
            is_dry: options.dry_run,
            importer: Importer::new(app, options),
            arriving,
            reading: Some(reading),
        }
    }

    /// What was imported so far.
    pub fn report(&self) -> &ImportReport {
        &self.importer.report
    }

    /// Imports the next batch. Returns false at the end of the file, where replies are linked.
    pub async fn step(&mut self) -> Result<bool, CommentImportError> {
        if let Some(batch) = self.arriving.recv().await {
            let is_first = self.importer.report.format.replace(batch.format).is_none();
            if is_first && batch.format == CommentFormat::Gudok && !self.is_dry {
                // Comments of this database may be in the file, and be known by keys that only its later copy has.
                keys::complete(self.app).await?;
            }
            self.importer.report.unread = batch.unread;
            self.importer.import_batch(batch.records).await?;
            return Ok(true);
        }
        if let Some(reading) = self.reading.take() {
            reading.await.map_err(|_| store::Error::Interrupted)??;
            self.importer.finish().await?;
        }
        Ok(false)
    }
}
