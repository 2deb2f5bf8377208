//! The export and the erasure of one author's comments. Erasure keeps the text, since others answered it, and deletes name, addresses
//! and network address.

use std::net::IpAddr;

use super::model::MyComment;
use super::queries;
use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::comments::model::CommentId;
use crate::comments::{bans, revisions};
use crate::i18n::Locale;
use crate::outbox;
use crate::spam::{self, TaughtText};
use crate::store::{Result, Tx};

/// The comments that were written with this address, oldest first.
pub async fn of_address(tx: &mut Tx, email: &EmailAddress) -> Result<Vec<MyComment>> {
    let rows = queries::of_address(tx, &email.key()).await?;
    let comments = rows.into_iter().map(|row| MyComment {
        thread: row.thread,
        name: row.name,
        url: row.url,
        body: row.body,
        first_body: row.first_body,
        status: row.status.as_str(),
        ip: row.ip,
        wants_reply_notices: row.notify,
        created_at: row.created_at.to_string(),
    });
    Ok(comments.collect())
}

/// The number of comments with this address.
pub async fn count(tx: &mut Tx, email: &EmailAddress) -> Result<i64> {
    queries::count(tx, &email.key()).await
}

/// The address of a comment's author; `None` after erasure.
pub async fn author(tx: &mut Tx, comment: CommentId) -> Result<Option<EmailAddress>> {
    queries::author(tx, comment).await
}

/// Deletes the author's data from the comments with this address and from the mails that quote them, and returns their number.
pub async fn anonymise(tx: &mut Tx, email: &EmailAddress, now: Timestamp) -> Result<usize> {
    queries::lock_threads(tx, &email.key()).await?;
    let comments = queries::written_by(tx, &email.key()).await?;
    for comment in &comments {
        let name = nobody(comment.locale);
        let searchable = format!("{name}\n\n{}", comment.body).to_lowercase();
        queries::anonymise(tx, comment.id, name.as_str(), &searchable).await?;
        revisions::forget(tx, comment.id).await?;
        outbox::forget_about(tx, &comment.id.subject(), now).await?;
    }
    // Threads, comments, what was learned: decisions take them in the same order.
    for comment in &comments {
        if let Some(lesson) = comment.learned {
            let (name, body) = (&comment.name, &comment.body);
            spam::unlearn(tx, TaughtText { name, body, lesson }).await?;
        }
    }
    let traces = comments.iter().map(|comment| {
        let ip = comment.ip.as_deref().and_then(|ip| ip.parse().ok());
        (comment.name.as_str(), ip)
    });
    let traces: Vec<(&str, Option<IpAddr>)> = traces.collect();
    bans::forget_person(tx, email, &traces).await?;
    queries::forget_choices(tx, &email.key()).await?;
    Ok(comments.len())
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
