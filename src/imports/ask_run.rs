//! Asks the people of a list by mail, a few a minute. The run before kept whom to ask in the database, so each turn goes on at the
//! next person, also after a stop or a crash, and the file is read once.

use sqlx::types::Json;

use super::model::{Import, ListChoices};
use super::run_end::RunEnd;
use super::{faults, list_run, queries};
use crate::app::App;
use crate::subscribers::import::{
    ImportOptions, ImportReport, Importer, ListBatch, ListImportError,
};

/// Asks those whose turn it is.
pub(super) async fn turn(
    app: &App,
    import: &mut Import,
    choices: &ListChoices,
) -> Result<RunEnd, ListImportError> {
    let options = ImportOptions {
        ask_later: false,
        ..list_run::options(app, import, choices).await?
    };
    let most = choices.mails_a_minute.max(1);
    let mut tx = app.write().await?;
    // Locked, so that a job that took the same import asks the next ones.
    let Some(now) = queries::lock(&mut tx, import.id).await? else {
        return Ok(RunEnd::Stopped);
    };
    if (now.run, now.state) != (import.run, import.state) {
        return Ok(RunEnd::Stopped);
    }
    let people = queries::take_waiting(&mut tx, import.id, most).await?;
    let count = people.len();
    let batch = ListBatch::of_waiting(app, &options, people)?;
    let mut brought = ImportReport::default();
    let mut importer = Importer::new(app, &options);
    importer.import_batch(&mut tx, batch, &mut brought).await?;
    let mut report = now.report.0;
    list_run::count(&mut report, &brought);
    let waiting = report.figure("waiting");
    let asked = i64::try_from(count).unwrap_or(i64::MAX);
    let waiting = if count < most { 0 } else { waiting - asked };
    report.figures.insert("waiting".into(), waiting);
    faults::keep(&mut tx, import.id, &list_run::bad_rows(brought)).await?;
    if !queries::advance(&mut tx, import, import.reached, &report, app.now()).await? {
        return Ok(RunEnd::Stopped);
    }
    tx.commit().await?;
    import.report = Json(report);
    Ok(if count < most {
        RunEnd::Finished
    } else {
        RunEnd::More
    })
}
