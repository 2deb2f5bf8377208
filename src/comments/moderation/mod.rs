//! The moderators' side: the queue, their decisions, and the mails that call them. Each decision leaves a line in the audit log.

mod queries;

use sqlx::types::Json;

use super::emails::{ModerationMail, WaitingComment};
use super::spam::Reason;
use super::{CommentId, Status, ThreadKey, replies, thread};
use crate::address::{DisplayName, EmailAddress};
use crate::admin::audit::Actor;
use crate::admin::{self, audit};
use crate::app::App;
use crate::clock::{HOUR, Timestamp};
use crate::message::EmailContent;
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{Result, Tx};

/// A comment as moderators see it, with its author's address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Case {
    /// Its row.
    pub id: CommentId,
    /// The author's name.
    pub name: DisplayName,
    /// The author's address.
    pub email: EmailAddress,
    /// The author's page.
    pub url: Option<String>,
    /// The Markdown.
    pub body: String,
    /// The sanitised HTML.
    pub html: String,
    /// Where it stands.
    pub status: Status,
    /// Why it was held.
    pub reasons: Json<Vec<Reason>>,
    /// Where it came from; old ones are forgotten.
    pub ip: Option<String>,
    /// When.
    pub created_at: Timestamp,
    /// The thread's name.
    pub thread_key: ThreadKey,
    /// The thread's title; before it has one, what the comment's own page called itself, and empty for none.
    pub thread_title: String,
    /// Whom it answers.
    pub parent_name: Option<String>,
    /// Other comments of this address that are approved.
    pub approved_before: i64,
}

/// Which comments of the queue.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In this state alone.
    pub status: Option<Status>,
    /// That hold this text, in whatever case.
    pub search: String,
    /// This one alone.
    pub only: Option<CommentId>,
}

/// A page of the queue, newest first.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The comments.
    pub cases: Vec<Case>,
    /// The comment whose newer neighbours are on the page before.
    pub newer: Option<CommentId>,
    /// The comment whose older neighbours are on the page after.
    pub older: Option<CommentId>,
}

/// Where a page of the queue begins.
#[derive(Clone, Copy, Debug)]
pub enum Start {
    /// At the newest.
    Newest,
    /// Below this comment.
    Below(CommentId),
    /// It ends above this comment.
    Above(CommentId),
}

/// Comments on a page of the queue.
const PAGE: usize = 30;

/// A page of the queue.
pub async fn queue(tx: &mut Tx, filter: &Filter, start: Start) -> Result<Queue> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let (mut cases, has_newer, has_older);
    match start {
        Start::Newest | Start::Below(_) => {
            let below = match start {
                Start::Below(id) => id,
                _ => CommentId(i64::MAX),
            };
            cases = queries::below(tx, filter, below, limit).await?;
            has_newer = matches!(start, Start::Below(_));
            has_older = cases.len() > PAGE;
            cases.truncate(PAGE);
        }
        Start::Above(id) => {
            cases = queries::above(tx, filter, id, limit).await?;
            has_newer = cases.len() > PAGE;
            has_older = true;
            cases.truncate(PAGE);
            cases.reverse();
        }
    }
    for case in &mut cases {
        name_after_post(tx, case).await?;
    }
    let end = |case: Option<&Case>, wanted: bool| case.filter(|_| wanted).map(|case| case.id);
    Ok(Queue {
        newer: end(cases.first(), has_newer),
        older: end(cases.last(), has_older),
        cases,
    })
}

/// A feed may have brought the post since, or called it otherwise.
async fn name_after_post(tx: &mut Tx, case: &mut Case) -> Result<()> {
    if let Some(title) = thread::title(tx, &case.thread_key).await? {
        case.thread_title = title;
    }
    Ok(())
}

/// How many comments are in each state.
pub async fn count_by_status(tx: &mut Tx) -> Result<Vec<(Status, i64)>> {
    queries::count_by_status(tx).await
}

/// A moderator's word on a comment; false when there is no such comment. Saying it twice is harmless.
pub async fn decide(
    tx: &mut Tx,
    app: &App,
    by: impl Into<Actor<'_>>,
    id: CommentId,
    status: Status,
) -> Result<bool> {
    let now = app.now();
    let Some(moved) = queries::move_to(tx, id, status, now).await? else {
        return queries::exists(tx, id).await;
    };
    let is_public = |status| i64::from(status == Status::Approved);
    let change = is_public(status) - is_public(moved.previous_status);
    if change != 0 {
        super::queries::add_to_counts(tx, moved.thread_id, moved.root_id, change).await?;
    }
    if status == Status::Approved {
        super::queries::name_thread(tx, id).await?;
        replies::tell_parent(tx, app, id).await?;
    }
    audit::record(tx, by, action(status), &format!("comment:{id}"), now).await?;
    Ok(true)
}

fn action(status: Status) -> &'static str {
    match status {
        Status::Pending => "comment-hold",
        Status::Approved => "comment-approve",
        Status::Spam => "comment-spam",
        Status::Trashed => "comment-trash",
    }
}

/// Mails in an hour that call one moderator; the last of them says that more may wait.
const CALLS: Limit = Limit {
    bucket: "moderation-mails",
    most: 10,
    window: HOUR,
};

/// Puts a mail to every moderator into the outbox: a comment waits.
pub(super) async fn tell_moderators(tx: &mut Tx, app: &App, id: CommentId) -> Result<()> {
    let Some(mut case) = queries::case(tx, id).await? else {
        return Ok(());
    };
    name_after_post(tx, &mut case).await?;
    for (moderator, locale) in admin::moderators(tx).await? {
        if let Hit::Over { .. } = CALLS.hit(tx, &moderator.key(), app.now()).await? {
            continue;
        }
        let waiting = WaitingComment {
            case: &case,
            reasons: case
                .reasons
                .iter()
                .map(|reason| reason.text(locale.translator()))
                .collect(),
            is_suspicious: case
                .reasons
                .iter()
                .any(|reason| matches!(reason, Reason::Score { .. })),
            link: app.url(&format!("/admin/comments?comment={id}#comment-{id}")),
            title: super::thread_name(
                Some(case.thread_title.clone()),
                locale.translator(),
                &app.config().site.name,
            ),
            thread: app.url(&super::thread_path(&case.thread_key)),
            most_an_hour: CALLS.most,
        };
        let letter = ModerationMail::letter(&waiting, locale, &app.site_frame());
        let Some(letter) = rendered(letter) else {
            continue;
        };
        let mail = NewMail {
            kind: "moderation",
            dedupe_key: Some(format!("moderation:{id}:{}", moderator.key())),
            recipient: moderator,
            recipient_name: None,
            subscriber: None,
            content: MailContent::Own(Box::new(letter)),
        };
        app.enqueue_mail(tx, mail).await?;
    }
    Ok(())
}

/// A mail that cannot be rendered is our fault and must not cost the reader their comment.
pub(super) fn rendered(letter: askama::Result<EmailContent>) -> Option<EmailContent> {
    letter
        .inspect_err(|error| tracing::error!(%error, "a mail could not be rendered"))
        .ok()
}
