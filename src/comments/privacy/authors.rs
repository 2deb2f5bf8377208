//! The export and the erasure of one author's comments, votes and reports. Erasure leaves a place without text where others answered.

use std::net::IpAddr;

use super::model::{AuthorData, CommentAuthor, MyComment, WrittenComment};
use super::queries;
use crate::address::{DisplayName, EmailAddress};
use crate::app::App;
use crate::clock::Timestamp;
use crate::comments::model::CommentId;
use crate::comments::notices::forget;
use crate::comments::{bans, flags, revisions, votes};
use crate::i18n::Locale;
use crate::spam::{self, TaughtText};
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{outbox, subscribers};

/// What is stored about the author behind this address.
pub async fn collect(tx: &mut Tx, app: &App, email: &EmailAddress) -> Result<AuthorData> {
    newest(tx, app, email, usize::MAX).await
}

/// The same with at most `most` entries in each list, the newest ones.
pub async fn newest(
    tx: &mut Tx,
    app: &App,
    email: &EmailAddress,
    most: usize,
) -> Result<AuthorData> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = queries::of_address(tx, &email.key(), limit).await?;
    let comments = rows.into_iter().rev().map(|row| MyComment {
        id: row.id,
        thread: row.thread,
        title: row.title,
        name: row.name,
        url: row.url,
        body: row.body,
        first_body: row.first_body,
        status: row.status.as_str(),
        ip: row.ip,
        wants_reply_notices: row.notify,
        created_at: row.created_at,
    });
    let browsers = queries::browsers(tx, &email.key()).await?;
    let mut votes = votes::of_person(tx, app, &browsers, limit).await?;
    let mut reports = flags::of_person(tx, app, &browsers, limit).await?;
    votes.reverse();
    reports.reverse();
    Ok(AuthorData {
        comments: comments.collect(),
        notice_choices: queries::notice_choices(tx, &email.key()).await?,
        votes,
        reports,
    })
}

/// The number of comments with this address.
pub async fn count(tx: &mut Tx, email: &EmailAddress) -> Result<i64> {
    queries::count(tx, &email.key()).await
}

/// The author of a comment; `None` after erasure.
pub async fn author(tx: &mut Tx, comment: CommentId) -> Result<Option<CommentAuthor>> {
    queries::person(tx, comment).await
}

/// Erases an author who asks for it with a mailed link, and returns the number of comments. A subscription stays, and so do bans: they
/// are a moderator's.
pub async fn erase_by_author(tx: &mut Tx, app: &App, email: &EmailAddress) -> Result<usize> {
    let comments = erase_comments(tx, app, email).await?;
    // Without a subscription every mail to this address is about comments.
    if subscribers::find_by_email(tx, email).await?.is_none() {
        outbox::forget_address(tx, email).await?;
    }
    Ok(comments.len())
}

/// Erases an author for good, with the bans of the person, and returns the number of comments.
pub async fn erase(tx: &mut Tx, app: &App, email: &EmailAddress) -> Result<usize> {
    let comments = erase_comments(tx, app, email).await?;
    let traces = comments.iter().map(|comment| {
        let ip = comment.ip.as_deref().and_then(|ip| ip.parse().ok());
        (comment.name.as_str(), ip)
    });
    let traces: Vec<(&str, Option<IpAddr>)> = traces.collect();
    bans::forget_person(tx, email, &traces).await?;
    Ok(comments.len())
}

/// Empties the comments with this address and the mails that quote them, and deletes the votes and reports of their browsers.
async fn erase_comments(
    tx: &mut Tx,
    app: &App,
    email: &EmailAddress,
) -> Result<Vec<WrittenComment>> {
    let key = email.key();
    let browsers = queries::browsers(tx, &key).await?;
    lock_threads(tx, app, &key, &browsers).await?;
    let comments = queries::written_by(tx, &key).await?;
    let ids: Vec<CommentId> = comments.iter().map(|comment| comment.id).collect();
    let subjects: Vec<String> = ids.iter().map(|id| id.subject()).collect();
    votes::forget(tx, &ids).await?;
    revisions::forget(tx, &ids).await?;
    queries::subtract_from_counts(tx, &ids).await?;
    for &locale in Locale::ALL {
        let written = comments.iter().filter(|comment| comment.locale == locale);
        let ids: Vec<CommentId> = written.map(|comment| comment.id).collect();
        empty(tx, &ids, locale).await?;
    }
    for id in &ids {
        forget::forget_comment(tx, *id, app.now()).await?;
    }
    outbox::forget_about(tx, &subjects, app.now()).await?;
    votes::forget_person(tx, app, &browsers).await?;
    flags::forget_person(tx, app, &browsers).await?;
    // Threads, comments, what was learned: decisions take them in the same order.
    for comment in &comments {
        if let Some(lesson) = comment.learned {
            let (name, body) = (&comment.name, &comment.body);
            spam::unlearn(tx, TaughtText { name, body, lesson }).await?;
        }
    }
    queries::forget_choices(tx, &key).await?;
    Ok(comments)
}

/// Takes the rows of all threads in which the person wrote or voted, always in the same order.
async fn lock_threads(
    tx: &mut Tx,
    app: &App,
    email_key: &str,
    browsers: &[TokenHash],
) -> Result<()> {
    let mut threads = queries::threads(tx, email_key).await?;
    threads.extend(votes::threads_of_person(tx, app, browsers).await?);
    let threads: Vec<i64> = threads.into_iter().map(|thread| thread.0).collect();
    queries::lock_threads(tx, &threads).await
}

/// Makes comments places without text and author. They stay for their replies.
pub(in crate::comments) async fn empty(
    tx: &mut Tx,
    ids: &[CommentId],
    locale: Locale,
) -> Result<()> {
    queries::empty(tx, ids, &nobody(locale)).await
}

/// The name of a person without one, such as an erased author.
pub fn nobody(locale: Locale) -> DisplayName {
    let phrase = locale.translator().say("comments-anonymous").to_string();
    let name = DisplayName::parse(&phrase).ok().flatten();
    name.unwrap_or_else(|| unreachable!("the phrase is a short name"))
}

/// Deletes up to `most` network addresses of comments before `before`, and returns their number.
pub async fn forget_ips(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    queries::forget_ips(tx, before, most).await
}
