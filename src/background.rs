//! The one table of jobs and schedules, what runs them beside the server, and the runtime that this happens on.

use std::time::Duration;

use futures_util::FutureExt;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::admin::{audit, sessions};
use crate::app::App;
use crate::bounces::{self, refusal};
use crate::campaigns::{self, fan_out, sweep};
use crate::clock::{DAY, HOUR, MINUTE};
use crate::comments;
use crate::config::kept_since;
use crate::delivery::{edition, pruning, recall};
use crate::digests;
use crate::jobs::{Job, Outcome, Schedule, runner};
use crate::posts::{self, aliases};
use crate::store;
use crate::subscribers::{confirmation, consent, preferences};
use crate::web::limits;

/// Every kind of job.
pub const JOBS: &[Job] = &[
    posts::JOBS[0],
    Job {
        kind: aliases::JOB,
        run: |app, post| comments::aliases::join_threads(app, post).boxed(),
    },
    Job {
        kind: refusal::JOB,
        run: |app, mail| refusal::run(app, mail).boxed(),
    },
    digests::JOBS[0],
    Job {
        kind: fan_out::JOB,
        run: |app, campaign| fan_out::run(app, campaign).boxed(),
    },
    comments::PAGE_TITLE,
    preferences::LOST_LINK,
    Job {
        kind: sweep::JOB,
        run: |app, subject| sweep::run(app, subject).boxed(),
    },
];

/// Everything that comes back by itself.
pub const SCHEDULES: &[Schedule] = &[
    digests::SCHEDULES[0],
    digests::SCHEDULES[1],
    digests::SCHEDULES[2],
    posts::SCHEDULES[0],
    Schedule {
        name: "tend-campaigns",
        every: 10,
        run: |app| campaigns::tend(app).boxed(),
    },
    Schedule {
        name: "recall-mails",
        every: MINUTE,
        run: |app| recall_mails(app).boxed(),
    },
    Schedule {
        name: "keep-up-database",
        every: DAY,
        run: |app| keep_up_database(app).boxed(),
    },
    Schedule {
        name: "forget-pace",
        every: HOUR,
        run: |app| forget_pace(app).boxed(),
    },
    Schedule {
        name: "forget-limits",
        every: HOUR,
        run: |app| forget_limits(app).boxed(),
    },
    Schedule {
        name: "forget-sessions",
        every: DAY,
        run: |app| forget_sessions(app).boxed(),
    },
    Schedule {
        name: "forget-unanswered",
        every: DAY,
        run: |app| forget_unanswered(app).boxed(),
    },
    Schedule {
        name: "forget-bounces",
        every: DAY,
        run: |app| bounces::forget_old(app).boxed(),
    },
    Schedule {
        name: "forget-comment-ips",
        every: DAY,
        run: |app| forget_comment_ips(app).boxed(),
    },
    Schedule {
        name: "forget-consent-ips",
        every: DAY,
        run: |app| forget_consent_ips(app).boxed(),
    },
    Schedule {
        name: "prune-mails",
        every: DAY,
        run: |app| prune_mails(app).boxed(),
    },
    Schedule {
        name: "prune-audit",
        every: DAY,
        run: |app| prune_audit(app).boxed(),
    },
];

/// Jobs that one process runs at a time: a slow feed does not hold up a welcome mail.
const JOB_RUNNERS: usize = 3;

/// What follows the migrations where SQL is not enough; each step is taken once, by whoever opens the database first.
pub async fn finish_migrations(app: &App) -> store::Result<()> {
    let mut tx = app.write().await?;
    if comments::merging::take_step(&mut tx, app.now()).await? {
        comments::merging::respell(&mut tx).await?;
        posts::respell(&mut tx).await?;
    }
    tx.commit().await
}

/// How long work that is under way may take to its end when the process is told to stop; the senders need less.
const LAST_WORK: Duration = Duration::from_secs(28);

/// How much background work gives way, on the scale of `nice`(1), where 0 is usual and 19 is last.
const NICE: i32 = 5;

/// The runtime of the program. What is spawned on it is background work, and gives way where processors are scarce, to the
/// relay and the database on the same machine. The thread that blocks on it does not, nor do threads that are started there, as
/// those of the web server.
pub fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread()
        .enable_all()
        .on_thread_start(|| {
            // Refused, but to root, where the whole program gives way further already.
            let _ = rustix::process::setpriority_process(None, NICE);
        })
        .build()
}

/// Runs senders, jobs and schedules until `stop`, then finishes what is in flight.
pub async fn run(app: App, stop: CancellationToken) {
    let mut tasks = JoinSet::new();
    for _ in 0..JOB_RUNNERS {
        tasks.spawn(runner::run_jobs(app.clone(), JOBS, stop.clone()));
    }
    tasks.spawn(runner::run_schedules(app.clone(), SCHEDULES, stop.clone()));
    let told = stop.clone();
    tasks.spawn(async move { app.sender().run(&told).await });
    let ended = async { while tasks.join_next().await.is_some() {} };
    tokio::select! {
        () = ended => return,
        () = async { stop.cancelled().await; tokio::time::sleep(LAST_WORK).await } => {}
    }
    // Whatever still runs goes on from its last transaction in the next process.
    tasks.shutdown().await;
}

/// Mails that a clock which ran ahead has put off.
async fn recall_mails(app: App) -> Outcome {
    let mut tx = app.read().await?;
    let now = app.shared_now(&mut tx).await?;
    let mail = &app.config().mail;
    let longest = recall::Longest::of(mail);
    if !recall::is_needed(&mut tx, longest, now).await? {
        return Ok(());
    }
    drop(tx);
    let mut tx = app.write().await?;
    let mails = recall::recall(&mut tx, longest, now).await?;
    tx.commit().await?;
    tracing::warn!(
        mails,
        "mails were put off too far: a clock ran ahead for a while; they go now"
    );
    Ok(())
}

async fn keep_up_database(app: App) -> Outcome {
    Ok(app.store().keep_up().await?)
}

async fn forget_pace(app: App) -> Outcome {
    let mut tx = app.write().await?;
    edition::forget_pace(&mut tx, app.now().plus(-HOUR)).await?;
    Ok(tx.commit().await?)
}

async fn forget_limits(app: App) -> Outcome {
    let mut tx = app.write().await?;
    limits::forget_ended(&mut tx, app.now()).await?;
    Ok(tx.commit().await?)
}

async fn forget_sessions(app: App) -> Outcome {
    let mut tx = app.write().await?;
    sessions::forget_ended(&mut tx, app.now()).await?;
    Ok(tx.commit().await?)
}

async fn forget_unanswered(app: App) -> Outcome {
    let mut tx = app.write().await?;
    confirmation::forget_unanswered(&mut tx, app.now()).await?;
    Ok(tx.commit().await?)
}

/// Rows in one transaction of forgetting: on SQLite other writers wait for it.
const BATCH: i64 = 500;

/// Calls `$forget` on batches of records that are kept for `$days`, until none is left.
macro_rules! in_batches {
    ($app:ident, $days:ident, $forget:path) => {{
        let days = $app.config().retention.$days;
        if let Some(before) = kept_since(days, $app.now()) {
            loop {
                let mut tx = $app.write().await?;
                let forgotten = $forget(&mut tx, before, BATCH).await?;
                tx.commit().await?;
                if forgotten == 0 {
                    break;
                }
            }
        }
        Ok(())
    }};
}

async fn forget_comment_ips(app: App) -> Outcome {
    in_batches!(app, comment_ips, comments::forget_ips)
}

async fn forget_consent_ips(app: App) -> Outcome {
    in_batches!(app, consent_ips, consent::forget_ips)
}

async fn prune_audit(app: App) -> Outcome {
    in_batches!(app, audit, audit::forget)
}

async fn prune_mails(app: App) -> Outcome {
    if let Some(before) = kept_since(app.config().retention.mails, app.now()) {
        pruning::prune(app.store(), before).await?;
    }
    Ok(())
}
