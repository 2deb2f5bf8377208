//! The comments of one person: as they take them along, and made anonymous when the person is erased. The text stays, since
//! others answered it; the name, the addresses and the place it came from do not.

mod queries;

use serde::Serialize;

use super::{CommentId, Status};
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::store::{Result, Tx};

/// A comment as its author takes it along.
#[derive(Debug, Serialize)]
pub struct MyComment {
    thread: String,
    name: String,
    url: Option<String>,
    body: String,
    status: &'static str,
    ip: Option<String>,
    wants_reply_notices: bool,
    created_at: String,
}

/// A comment's row, for its author.
#[derive(Debug, sqlx::FromRow)]
struct MyRow {
    thread: String,
    name: String,
    url: Option<String>,
    body: String,
    status: Status,
    ip: Option<String>,
    notify: bool,
    created_at: Timestamp,
}

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
