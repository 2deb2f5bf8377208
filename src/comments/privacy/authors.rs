//! The export and the erasure of one author's comments, votes and reports. Erasure leaves a place without text where others answered.

use std::net::IpAddr;

use super::model::{AuthorData, CommentAuthor, MyComment, WrittenComment};
use super::queries;
use crate::address::{DisplayName, EmailAddress};
use crate::app::App;
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::notices::forget;
use crate::comments::{bans, flags, revisions, thread, votes};
use crate::i18n::Locale;
use crate::spam::{self, TaughtText};
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{outbox, subscribers};

/// What is stored about the author behind this address.
pub async fn collect(tx: &mut Tx, app: &App, email: &EmailAddress) -> Result<AuthorData> {
    let rows = queries::of_address(tx, &email.key()).await?;
    let comments = rows.into_iter().map(|row| MyComment {
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
    Ok(AuthorData {
        comments: comments.collect(),
        notice_choices: queries::notice_choices(tx, &email.key()).await?,
        votes: votes::of_person(tx, app, &browsers).await?,
        reports: flags::of_person(tx, app, &browsers).await?,
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
    for comment in &comments {
        votes::forget(tx, comment.id).await?;
        revisions::forget(tx, comment.id).await?;
        empty(tx, comment.id, comment.locale).await?;
        if comment.status == CommentStatus::Approved {
            let (thread, root) = (comment.thread_id, comment.root_id);
            thread::queries::add_to_counts(tx, thread, root, -1).await?;
        }
        outbox::forget_about(tx, &comment.id.subject(), app.now()).await?;
        forget::forget_comment(tx, comment.id, app.now()).await?;
    }
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
    threads.sort_unstable_by_key(|thread| thread.0);
    threads.dedup();
    for thread in threads {
        queries::lock_thread(tx, thread).await?;
    }
    Ok(())
}

/// Makes a comment a place without text and author. It stays for its replies.
pub(in crate::comments) async fn empty(tx: &mut Tx, id: CommentId, locale: Locale) -> Result<()> {
    queries::empty(tx, id, &nobody(locale)).await
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
