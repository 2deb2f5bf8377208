//! Runs the import of a list, some batches at a time. Where people are asked, it reads the file at once and keeps whom to ask.

use std::fs::File;

use sqlx::types::Json;

use super::model::{Fault, Import, ListChoices, RunReport};
use super::run_end::RunEnd;
use super::{faults, queries};
use crate::app::App;
use crate::store;
use crate::subscribers::export::FIELD_COLUMN;
use crate::subscribers::fields;
use crate::subscribers::import::{
    ColumnName, Field, ImportOptions, ImportReport, Importer, ListFormat, ListImportError,
    ListReader,
};

/// Imports or checks at most `most` batches. A dry run knows in memory what it would have written, so it begins anew and goes to
/// the end of the file.
pub(super) async fn step(
    app: &App,
    import: &mut Import,
    choices: &ListChoices,
    file: File,
    most: usize,
) -> Result<RunEnd, ListImportError> {
    let options = options(app, import, choices).await?;
    let mut done = u64::try_from(import.reached).unwrap_or(0);
    if options.dry_run && done > 0 {
        let mut tx = app.write().await?;
        queries::clear_faults(&mut tx, import.id).await?;
        tx.commit().await?;
        import.report = Json(RunReport::default());
        done = 0;
    }
    let mut list = ListReader::start(app, file, &options, done);
    let mut importer = Importer::new(app, &options);
    let mut batches = 0;
    while let Some(batch) = list.next().await? {
        let reached = i64::try_from(batch.reached()).unwrap_or(i64::MAX);
        let mut brought = ImportReport::default();
        let mut tx = importer.begin().await?;
        importer.import_batch(&mut tx, batch, &mut brought).await?;
        if options.dry_run {
            drop(tx);
            tx = app.write().await?;
        }
        let waiting = importer.take_waiting();
        queries::add_waiting(&mut tx, import.id, import.reached, &waiting).await?;
        let mut report = import.report.0.clone();
        report.add("rows", brought.rows());
        count(&mut report, &brought);
        faults::keep(&mut tx, import.id, &bad_rows(brought)).await?;
        if !queries::advance(&mut tx, import, reached, &report, app.now()).await? {
            return Ok(RunEnd::Stopped); // what this batch wrote is rolled back
        }
        tx.commit().await?;
        import.reached = reached;
        import.report = Json(report);
        batches += 1;
        if batches >= most && !options.dry_run {
            return Ok(RunEnd::More);
        }
    }
    if options.ask_later && !options.dry_run {
        let mut tx = app.write().await?;
        if !queries::mark_read(&mut tx, import, app.now()).await? {
            return Ok(RunEnd::Stopped);
        }
        tx.commit().await?;
        import.is_read = true;
    }
    Ok(RunEnd::Finished)
}

/// The rows and the values of a batch that could not be read.
pub(super) fn bad_rows(brought: ImportReport) -> Vec<Fault> {
    let bad = brought.bad.into_iter().chain(brought.left_out);
    let faults = bad.map(|(line, why)| Fault {
        place: line.to_string(),
        why,
    });
    faults.collect()
}

/// Counts what became of the rows of a batch.
pub(super) fn count(report: &mut RunReport, brought: &ImportReport) {
    let away = brought.kept_away;
    for (name, count) in [
        ("new", brought.new),
        ("known", brought.known),
        ("left", away.left),
        ("bounced", away.bounced),
        ("unconfirmed", away.unconfirmed),
        ("erased", away.erased),
        ("waiting", brought.waiting),
        ("bad", brought.bad.len()),
        ("values", brought.left_out.len()),
    ] {
        report.add(name, count);
    }
}

/// The options of a run.
pub(super) async fn options(
    app: &App,
    import: &Import,
    choices: &ListChoices,
) -> store::Result<ImportOptions> {
    let known = fields::all(&mut app.read().await?).await?;
    let (mut columns, mut own_fields) = (Vec::new(), Vec::new());
    for (at, word) in &choices.columns {
        let column = ColumnName::Place(*at);
        match word.strip_prefix(FIELD_COLUMN) {
            None => columns.extend(word.parse().ok().map(|field| (field, column))),
            Some(slug) => match known.iter().find(|field| field.slug == slug) {
                Some(field) => own_fields.push((field.clone(), column)),
                // The field was removed since; its column is still no state.
                None => columns.push((Field::Ignore, column)),
            },
        }
    }
    let words = choices.words.iter();
    Ok(ImportOptions {
        source: choices.source.clone(),
        file: Some(import.file_name.clone()),
        format: ListFormat::Auto,
        columns,
        own_fields,
        words: words
            .filter_map(|(word, standing)| Some((word.clone(), standing.parse().ok()?)))
            .collect(),
        confirm: choices.confirm,
        ask_later: choices.confirm,
        dry_run: import.is_dry,
    })
}
