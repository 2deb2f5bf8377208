//! Schedules over several capabilities, and upkeep of the database.

use futures_util::FutureExt;

use crate::admin::{self, account_links, audit, networks, sessions};
use crate::app::App;
use crate::clock::{DAY, HOUR, MINUTE};
use crate::comments;
use crate::config::kept_since;
use crate::daily_counts;
use crate::delivery::recall;
use crate::digests::selection;
use crate::jobs::{Job, JobResult, Schedule};
use crate::outbox::{counts, pruning};
use crate::rate_limits;
use crate::subscribers::{advertising, confirmation, consent, lost_link};

/// Jobs.
pub(super) const JOBS: &[Job] = &[
    lost_link::LOST_LINK,
    admin::PASSWORD_LINK,
    advertising::NOTICE,
];

/// Schedules.
pub(super) const SCHEDULES: &[Schedule] = &[
    Schedule {
        name: "recall-mails",
        every: MINUTE,
        run: |app| recall_mails(app).boxed(),
    },
    Schedule {
        name: "advertising-notices",
        every: HOUR,
        run: |app| advertising_notices(app).boxed(),
    },
    Schedule {
        name: "keep-up-database",
        every: DAY,
        run: |app| keep_up_database(app).boxed(),
    },
    Schedule {
        name: "keep-day-offset",
        every: HOUR,
        run: |app| keep_day_offset(app).boxed(),
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

/// Mails that a clock which ran ahead has put off.
async fn recall_mails(app: App) -> JobResult {
    let mut tx = app.read().await?;
    let now = app.shared_now(&mut tx).await?;
    let mail = &app.config().mail;
    let longest = recall::MaxDelays::of(mail);
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

/// Asks who agreed to advertising nearly two years ago, and looks what became of the notices.
async fn advertising_notices(app: App) -> JobResult {
    let asked = advertising::ask_again(&app).await?;
    if asked > 0 {
        tracing::info!(
            asked,
            "readers are asked whether they still agree to advertising"
        );
    }
    Ok(advertising::follow_up(&app).await?)
}

async fn keep_up_database(app: App) -> JobResult {
    Ok(app.store().maintain().await?)
}

/// Summer time begins and ends in the night, after the day did: an hour is soon enough.
async fn keep_day_offset(app: App) -> JobResult {
    let mut tx = app.write().await?;
    daily_counts::keep_offset(&mut tx, &app.config().site.time_zone, app.now()).await?;
    Ok(tx.commit().await?)
}

async fn forget_pace(app: App) -> JobResult {
    let mut tx = app.write().await?;
    counts::prune_send_rates(&mut tx, app.now().plus(-HOUR)).await?;
    Ok(tx.commit().await?)
}

async fn forget_limits(app: App) -> JobResult {
    let mut tx = app.write().await?;
    rate_limits::delete_ended(&mut tx, app.now()).await?;
    Ok(tx.commit().await?)
}

async fn forget_sessions(app: App) -> JobResult {
    let mut tx = app.write().await?;
    sessions::forget_ended(&mut tx, app.now()).await?;
    networks::forget_old(&mut tx, app.now()).await?;
    account_links::forget_old(&mut tx, app.now()).await?;
    Ok(tx.commit().await?)
}

/// Rows in one transaction of forgetting: on SQLite other writers wait for it.
const BATCH: i64 = 500;

/// Calls `$forget` on batches of records from before `$before`, until none is left.
macro_rules! in_batches {
    ($app:ident, $before:expr, $forget:path) => {{
        if let Some(before) = $before {
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

async fn forget_unanswered(app: App) -> JobResult {
    in_batches!(app, Some(app.now()), confirmation::forget_unanswered)
}

async fn forget_comment_ips(app: App) -> JobResult {
    let before = kept_since(app.config().retention.comment_ips, app.now());
    in_batches!(app, before, comments::privacy::forget_ips)
}

async fn forget_consent_ips(app: App) -> JobResult {
    let before = kept_since(app.config().retention.consent_ips, app.now());
    in_batches!(app, before, consent::forget_ips)
}

async fn prune_audit(app: App) -> JobResult {
    let before = kept_since(app.config().retention.audit, app.now());
    in_batches!(app, before, audit::forget)
}

async fn prune_mails(app: App) -> JobResult {
    if let Some(before) = kept_since(app.config().retention.mails, app.now()) {
        let kept = selection::editions_in_question(&mut app.read().await?, app.now()).await?;
        pruning::prune(app.store(), before, &kept).await?;
    }
    Ok(())
}
