//! Comments of one author: as a file for them, and made anonymous when the person is erased. The text stays, since others answered
//! it; the name, the addresses and the place it came from do not.

use super::model::MyComment;
use super::queries;
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::comments::model::CommentId;
use crate::i18n::Locale;
use crate::store::{Result, Tx};

/// The comments that were written with this address, oldest first.
pub async fn of_address(tx: &mut Tx, email: &EmailAddress) -> Result<Vec<MyComment>> {
    let rows = queries::of_address(tx, &email.key()).await?;
    let comments = rows.into_iter().map(|row| MyComment {
        thread: row.thread,
        name: row.name,
        url: row.url,
        body: row.body,
        status: row.status.as_str(),
        ip: row.ip,
        wants_reply_notices: row.notify,
        created_at: row.created_at.to_string(),
    });
    Ok(comments.collect())
}

/// How many comments were written with this address.
pub async fn count(tx: &mut Tx, email: &EmailAddress) -> Result<i64> {
    queries::count(tx, &email.key()).await
}

/// The address of a comment's author; `None` once the author was erased.
pub async fn author(tx: &mut Tx, comment: CommentId) -> Result<Option<EmailAddress>> {
    queries::author(tx, comment).await
}

/// Takes whatever names the author out of the comments of this address; how many there were.
pub async fn anonymise(tx: &mut Tx, email: &EmailAddress) -> Result<usize> {
    let comments = queries::written_by(tx, &email.key()).await?;
    for (id, locale, body) in &comments {
        let name = nobody(*locale);
        let searchable = format!("{name}\n\n{body}").to_lowercase();
        queries::anonymise(tx, *id, &name, &searchable).await?;
    }
    queries::forget_choices(tx, &email.key()).await?;
    Ok(comments.len())
}

/// The name of an author who was erased.
fn nobody(locale: Locale) -> String {
    locale.translator().say("comments-anonymous").to_string()
}

/// Forgets up to `most` network addresses of comments from before `before`; how many. Moderators see them until then.
pub async fn forget_ips(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    queries::forget_ips(tx, before, most).await
}
