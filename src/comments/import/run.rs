//! Runs an import. A thread reads the file one batch ahead of the database.

use std::io::Read;

use tokio::sync::mpsc;
use tokio::task;

use super::error::CommentImportError;
use super::format::CommentFormat;
use super::importer::Importer;
use super::pages::Pages;
use super::prepare::Preparation;
use super::read;
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
    let (batches, mut arriving) = mpsc::channel(1);
    let format = options.format;
    let reading =
        task::spawn_blocking(move || read::read(file, format, &context, &preparation, &batches));
    let mut importer = Importer::new(app, options);
    while let Some(batch) = arriving.recv().await {
        let is_first = importer.report.format.replace(batch.format).is_none();
        if is_first && batch.format == CommentFormat::Gudok && !options.dry_run {
            // Comments of this database may be in the file, and be known by keys that only its later copy has.
            keys::complete(app).await?;
        }
        importer.report.unread = batch.unread;
        importer.import_batch(batch.records).await?;
        progress(importer.report.found);
    }
    reading.await.map_err(|_| store::Error::Interrupted)??;
    importer.finish().await?;
    Ok(importer.report)
}
