//! The job of imports: a part of one import, so that other jobs have their turn.

use futures_util::FutureExt;

use super::file::{self, FileError};
use super::model::{Choices, Import, ImportId, ImportState};
use super::problem::{Problem, ProblemCode};
use super::run_end::RunEnd;
use super::{ask_run, comment_run, list_run, queries, upkeep};
use crate::app::App;
use crate::clock::{DAY, HOUR, MINUTE, Timestamp};
use crate::jobs::{self, Job, JobError, JobResult, Schedule};
use crate::store::{self, Tx};
use crate::subscribers::import::ListImportError;

/// The kind of the job. Its subject is the import's id.
const KIND: &str = "import";
/// Batches of a list in one job, some seconds of work.
const BATCHES: usize = 400;

/// Jobs.
pub const JOBS: &[Job] = &[Job {
    kind: KIND,
    run: |app, subject| run(app, subject).boxed(),
}];

/// Schedules.
pub const SCHEDULES: &[Schedule] = &[
    Schedule {
        name: "forget-imports",
        every: DAY,
        run: |app| upkeep::forget(app).boxed(),
    },
    Schedule {
        name: "revive-imports",
        every: HOUR,
        run: |app| revive(app).boxed(),
    },
];

/// Enqueues the next part of an import for `due`.
pub(super) async fn enqueue(tx: &mut Tx, id: ImportId, due: Timestamp) -> store::Result<()> {
    jobs::enqueue(tx, KIND, &id.0.to_string(), due).await
}

/// Enqueues the next part of every import at work that stood still for an hour: its job was given up. One that waits is not
/// doubled.
async fn revive(app: App) -> JobResult {
    let mut tx = app.write().await?;
    let due = app.shared_now(&mut tx).await?;
    for id in queries::at_rest(&mut tx, app.now().plus(-HOUR)).await? {
        enqueue(&mut tx, id, due).await?;
    }
    Ok(tx.commit().await?)
}

async fn run(app: App, subject: String) -> JobResult {
    let id = subject
        .parse()
        .map(ImportId)
        .map_err(|_| JobError::GiveUp(format!("`{subject}` is not the id of an import")))?;
    work(&app, id, BATCHES).await
}

/// Does a part of an import, at most so many batches of a list, and enqueues the next part.
pub async fn work(app: &App, id: ImportId, most: usize) -> JobResult {
    let found = queries::find(&mut app.read().await?, id).await?;
    let Some(mut import) = found.filter(|import| import.state.is_at_work()) else {
        return Ok(());
    };
    let end = match part(app, &mut import, most).await? {
        Ok(end) => end,
        Err(problem) => return fail(app, &import, &problem).await,
    };
    match end {
        RunEnd::Finished => finish(app, &import).await,
        RunEnd::More => go_on(app, &import).await,
        RunEnd::Stopped => Ok(()),
    }
}

/// Does the part. The inner error is one that an owner can mend.
async fn part(
    app: &App,
    import: &mut Import,
    most: usize,
) -> Result<Result<RunEnd, Problem>, JobError> {
    if let Choices::List(choices) = &import.choices.0.clone()
        && import.is_read
    {
        let turn = ask_run::turn(app, import, choices).await;
        return of_list(turn);
    }
    let file = match file::copy(app, import.id, import.size).await {
        Ok(file) => file,
        Err(FileError::Gone) => return Ok(Err(Problem::new(ProblemCode::FileGone, ""))),
        Err(error) => return Err(JobError::Retry(error.to_string())),
    };
    Ok(match import.choices.0.clone() {
        Choices::List(choices) => {
            let read = list_run::step(app, import, &choices, file, most).await;
            // The first are asked at once.
            return of_list(match read {
                Ok(RunEnd::Finished) if import.is_read => {
                    ask_run::turn(app, import, &choices).await
                }
                read => read,
            });
        }
        Choices::Comments(choices) => match comment_run::run(app, import, &choices, file).await {
            Ok(end) => Ok(end),
            Err(error) => Err(Problem::of_comments(error)
                .map_err(|failure| JobError::Retry(failure.to_string()))?),
        },
    })
}

/// The outcome of a list; the inner error is one that an owner can mend.
fn of_list(end: Result<RunEnd, ListImportError>) -> Result<Result<RunEnd, Problem>, JobError> {
    match end {
        Ok(end) => Ok(Ok(end)),
        Err(error) => match Problem::of_list(error) {
            Ok(problem) => Ok(Err(problem)),
            Err(failure) => Err(JobError::Retry(failure.to_string())),
        },
    }
}

/// The import, locked; `None` when it was stopped, begun anew or removed meanwhile.
async fn locked(tx: &mut Tx, import: &Import) -> store::Result<Option<Import>> {
    let found = queries::lock(tx, import.id).await?;
    Ok(found.filter(|now| {
        (now.run, now.state, now.reached) == (import.run, import.state, import.reached)
    }))
}

async fn finish(app: &App, import: &Import) -> JobResult {
    let mut tx = app.write().await?;
    if locked(&mut tx, import).await?.is_some() {
        let state = if import.is_dry {
            ImportState::Ready
        } else {
            queries::delete_file(&mut tx, import.id).await?;
            ImportState::Done
        };
        queries::finish(&mut tx, import.id, state, app.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn fail(app: &App, import: &Import, problem: &Problem) -> JobResult {
    let mut tx = app.write().await?;
    if locked(&mut tx, import).await?.is_some() {
        let state = if import.is_dry {
            ImportState::Ready
        } else {
            ImportState::Stopped
        };
        queries::set_state(&mut tx, import.id, state, Some(problem), app.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The next part follows at once, or after a minute where people are asked by mail.
async fn go_on(app: &App, import: &Import) -> JobResult {
    let wait = if import.is_read { MINUTE } else { 0 };
    let mut tx = app.write().await?;
    let now = app.shared_now(&mut tx).await?;
    enqueue(&mut tx, import.id, now.plus(wait)).await?;
    Ok(tx.commit().await?)
}
