//! An import from its file to its report. The file is read in a thread of its own, a batch ahead of the database.

use std::io::{Read, Seek};

use tokio::sync::mpsc;
use tokio::task;

use super::error::ImportError;
use super::importer::Importer;
use super::model::{Options, Report};
use super::reading;
use crate::app::App;
use crate::store;

/// Brings the rows of a list in, as a stream: first all of it is looked through, so that what is not understood stops the
/// import before its first row. A dry run does the same and keeps nothing.
pub async fn import(
    app: &App,
    file: impl Read + Seek + Send + 'static,
    options: &Options,
) -> Result<Report, ImportError> {
    // One batch waits while another is written and a third is read.
    let (batches, mut arriving) = mpsc::channel(1);
    let reading = {
        let (app, options) = (app.clone(), options.clone());
        task::spawn_blocking(move || reading::read(&app, file, &options, &batches))
    };
    let (mut importer, mut report) = (Importer::new(app, options), Report::default());
    while let Some(people) = arriving.recv().await {
        importer.import_batch(&people, &mut report).await?;
    }
    let unwritten = reading.await.map_err(|_| store::Error::Interrupted)??;
    report.kept_away.add(unwritten.kept_away);
    report.bad = unwritten.bad;
    Ok(report)
}
