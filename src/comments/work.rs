//! The jobs and the schedule of comments.

use futures_util::FutureExt;

use super::notices::{daily, followers, forget, notice};
use super::site_users::sign_in;
use super::verification::ask;
use super::{akismet, aliases, bans, moderation, page_title, privacy};
use crate::app::App;
use crate::clock::{DAY, MINUTE};
use crate::jobs::{Job, JobResult, Schedule};
use crate::posts;

/// Every kind of job of comments.
pub const JOBS: &[Job] = &[
    Job {
        kind: page_title::JOB,
        run: |app, thread| page_title::run(app, thread).boxed(),
    },
    Job {
        kind: akismet::JOB,
        run: |app, decision| akismet::run(app, decision).boxed(),
    },
    Job {
        kind: posts::aliases::JOB,
        run: |app, post| aliases::join_threads(app, post).boxed(),
    },
    Job {
        kind: ask::JOB,
        run: |app, link| ask::run(app, link).boxed(),
    },
    Job {
        kind: notice::FOLLOWERS_JOB,
        run: |app, comment| followers::run(app, comment).boxed(),
    },
    privacy::LINK_JOB,
];

/// Every schedule of comments.
pub const SCHEDULES: &[Schedule] = &[
    Schedule {
        name: "tell-moderators",
        every: MINUTE,
        run: |app| tell_moderators(app).boxed(),
    },
    Schedule {
        name: "daily-comments",
        every: MINUTE,
        run: |app| daily::tell_all(app).boxed(),
    },
    Schedule {
        name: "forget-comment-notices",
        every: DAY,
        run: |app| forget_comment_notices(app).boxed(),
    },
    Schedule {
        name: "forget-ended-bans",
        every: DAY,
        run: |app| forget_ended_bans(app).boxed(),
    },
    Schedule {
        name: "forget-author-links",
        every: DAY,
        run: |app| forget_author_links(app).boxed(),
    },
];

/// Comments that came within some minutes of a mail wait for the next one.
async fn tell_moderators(app: App) -> JobResult {
    let mut tx = app.write().await?;
    moderation::tell_waiting(&mut tx, &app).await?;
    Ok(tx.commit().await?)
}

/// A ban names a person, so it goes when it has ended.
async fn forget_ended_bans(app: App) -> JobResult {
    let mut tx = app.write().await?;
    bans::forget_ended(&mut tx, app.now()).await?;
    Ok(tx.commit().await?)
}

/// A link that claims an address names it, and a user of the site has a name: both go when they have ended.
async fn forget_author_links(app: App) -> JobResult {
    let mut tx = app.write().await?;
    ask::forget_ended(&mut tx, app.now()).await?;
    sign_in::forget_ended(&mut tx, app.now()).await?;
    Ok(tx.commit().await?)
}

async fn forget_comment_notices(app: App) -> JobResult {
    let mut tx = app.write().await?;
    forget::forget_old(&mut tx, app.now()).await?;
    Ok(tx.commit().await?)
}
