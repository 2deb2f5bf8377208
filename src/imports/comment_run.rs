//! Runs the import of comments. An interrupted one begins anew and finds the comments that it brought.

use std::fs::File;

use sqlx::types::Json;

use super::faults;
use super::model::{CommentChoices, Fault, Import, RunReport};
use super::queries;
use super::run_end::RunEnd;
use crate::app::App;
use crate::comments::import::{CommentImportError, CommentRun, ImportOptions, ImportReport};
use crate::comments::merging::PageMove;

/// Imports or checks the file to its end.
pub(super) async fn run(
    app: &App,
    import: &mut Import,
    choices: &CommentChoices,
    file: File,
) -> Result<RunEnd, CommentImportError> {
    let moves = choices.moves.iter();
    let options = ImportOptions {
        format: choices.format.parse().ok(),
        zone: choices.zone.parse().ok(),
        moves: moves
            .filter_map(|(old, new)| PageMove::parse(old, new).ok())
            .collect(),
        dry_run: import.is_dry,
    };
    // What an interrupted run brought is known to this one.
    let before = if import.is_dry {
        0
    } else {
        import.report.figure("new")
    };
    let mut tx = app.write().await?;
    queries::clear_faults(&mut tx, import.id).await?;
    tx.commit().await?;
    let mut run = CommentRun::start(app, file, &options);
    let mut told = 0;
    loop {
        let is_more = run.step().await?;
        let brought = run.report();
        let bad = brought.bad.iter().skip(told).map(|bad| Fault {
            place: bad.record.clone(),
            why: bad.why.clone(),
        });
        let mut bad: Vec<Fault> = bad.collect();
        told = brought.bad.len();
        if !is_more {
            bad.extend(brought.unread.iter().map(|why| Fault {
                place: "…".to_owned(),
                why: why.clone(),
            }));
        }
        let report = report(brought, before);
        let reached = i64::try_from(brought.found).unwrap_or(i64::MAX);
        let mut tx = app.write().await?;
        faults::keep(&mut tx, import.id, &bad).await?;
        if !queries::advance(&mut tx, import, reached, &report, app.now()).await? {
            return Ok(RunEnd::Stopped);
        }
        tx.commit().await?;
        import.reached = reached;
        import.report = Json(report);
        if !is_more {
            return Ok(RunEnd::Finished);
        }
    }
}

fn report(brought: &ImportReport, before: i64) -> RunReport {
    let mut report = RunReport {
        hosts: brought.foreign_hosts.iter().cloned().collect(),
        ..RunReport::default()
    };
    for (name, count) in [
        ("found", brought.found),
        ("new", brought.new),
        ("known", brought.known),
        ("approved", brought.approved),
        ("pending", brought.pending),
        ("spam", brought.spam),
        ("trashed", brought.trashed),
        ("deleted", brought.deleted),
        ("threads", brought.threads),
        ("orphans", brought.orphans),
        ("skipped", brought.skipped.values().sum()),
        ("bad", brought.lost()),
    ] {
        report.add(name, count);
    }
    let again = before.min(report.figure("known"));
    report
        .figures
        .insert("new".into(), report.figure("new") + again);
    report
        .figures
        .insert("known".into(), report.figure("known") - again);
    report
}
