//! A comment arrives. The same text by the same author within a minute is the same comment, not a second.

use std::net::IpAddr;

use sha2::{Digest, Sha256};
use url::Url;

use super::content::Body;
use super::queries::{self, Place};
use super::spam::{self, Evidence};
use super::{CommentId, Status, ThreadKey, moderation, replies};
use crate::address::{DisplayName, EmailAddress};
use crate::app::App;
use crate::clock::{DAY, HOUR, MINUTE};
use crate::i18n::Locale;
use crate::posts;
use crate::store::{self, Tx};
use crate::token::hex;
use crate::web::WebError;
use crate::web::limits::{Hit, Limit};

/// A comment as its author wrote it, parsed.
#[derive(Clone, Debug)]
pub struct NewComment {
    /// Under which page.
    pub thread: ThreadKey,
    /// What the page is called, for the time until a feed knows it.
    pub title: String,
    /// Where the page is, when the key is no address.
    pub page_url: Option<Url>,
    /// The comment that it answers.
    pub parent: Option<CommentId>,
    /// Who wrote it.
    pub author: Author,
    /// What it says.
    pub body: Body,
    /// Whether the author wants to hear of replies.
    pub notify: bool,
    /// The language of the page that it was written on.
    pub locale: Locale,
    /// Where it came from.
    pub ip: IpAddr,
    /// Through which door it came.
    pub door: Door,
    /// The field that people never see was filled in.
    pub trapped: bool,
}

/// Who wrote a comment.
#[derive(Clone, Debug)]
pub struct Author {
    /// As shown.
    pub name: DisplayName,
    /// Never shown.
    pub email: EmailAddress,
    /// A page of theirs.
    pub url: Option<Url>,
}

/// How a comment came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// A form that this server served.
    Form,
    /// The JSON API, which asks for no token and allows less.
    Api,
}

/// A comment that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// Its row.
    pub id: CommentId,
    /// Where it stands.
    pub status: Status,
}

/// Why a comment is not taken.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The comment that it answers is not there, not public, or of another thread.
    #[error("the comment that this answers is not there")]
    NoParent,
    /// Too many came from there.
    #[error("too many comments; again in {retry_after} s")]
    TooMany {
        /// Seconds.
        retry_after: i64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<SubmitError> for WebError {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::NoParent => Self::field("parent", "comments-parent-missing"),
            SubmitError::TooMany { retry_after } => Self::TooMany { retry_after },
            SubmitError::Store(error) => error.into(),
        }
    }
}

impl Door {
    /// Comments that one client may write in a while.
    fn limit(self) -> Limit {
        let (bucket, most) = match self {
            Self::Form => ("comments-form", 20),
            Self::Api => ("comments-api", 6),
        };
        Limit {
            bucket,
            most,
            window: 10 * MINUTE,
        }
    }
}

/// Comments that one thread takes in an hour, from however many clients.
const OF_THREAD: Limit = Limit {
    bucket: "comments-thread",
    most: 300,
    window: HOUR,
};
/// Only the first of two equal comments within a minute counts; the row's lock makes the second wait for the first.
const TWICE: Limit = Limit {
    bucket: "comments-twice",
    most: 1,
    window: MINUTE,
};
/// The same text from elsewhere within this time is suspicious.
const LATELY: i64 = DAY;

/// Takes a comment: it is public at once or waits for a moderator, who gets a mail.
pub async fn submit(
    tx: &mut Tx,
    app: &App,
    comment: &NewComment,
) -> Result<Submitted, SubmitError> {
    let now = app.now();
    let email_key = comment.author.email.key();
    let text_hash = comment.body.text_hash();
    let thread = keep_thread(tx, app, comment).await?;
    if let Hit::Over { .. } = TWICE.hit(tx, &sameness(comment, &text_hash), now).await? {
        let since = now.plus(-TWICE.window);
        let same = queries::same_comment(tx, thread, &email_key, &text_hash, since).await?;
        if let Some((id, status)) = same {
            return Ok(Submitted { id, status });
        }
    }
    limit(tx, app, comment).await?;
    let root = match comment.parent {
        Some(parent) => Some(
            queries::public_root(tx, thread, parent)
                .await?
                .ok_or(SubmitError::NoParent)?,
        ),
        None => None,
    };
    let lately = now.plus(-LATELY);
    let evidence = Evidence {
        name: comment.author.name.as_str(),
        body: comment.body.source(),
        links: comment.body.links(),
        trapped: comment.trapped,
        repeated: queries::is_repeated(tx, thread, &email_key, &text_hash, lately).await?,
        known: queries::is_known(tx, &email_key).await?,
    };
    let verdict = spam::judge(&evidence, app.config().comments.moderation);
    let status = verdict.status;
    let place = Place {
        thread,
        root,
        status,
    };
    let id = queries::insert(tx, comment, place, &verdict.reasons, &text_hash, now).await?;
    match status {
        Status::Approved => {
            queries::add_to_counts(tx, thread, root, 1).await?;
            replies::tell_parent(tx, app, id).await?;
        }
        Status::Pending => moderation::tell_moderators(tx, app, id).await?,
        Status::Spam | Status::Trashed => {}
    }
    Ok(Submitted { id, status })
}

async fn keep_thread(
    tx: &mut Tx,
    app: &App,
    comment: &NewComment,
) -> store::Result<super::ThreadId> {
    let known = match comment.thread.url() {
        Some(url) => posts::title_of_url(tx, url.as_str()).await?,
        None => None,
    };
    // A thread keeps the first page that it is told: a stranger must not give it one elsewhere.
    let page = comment.page_url.as_ref();
    let page = page.filter(|url| app.config().is_of_the_site(url));
    queries::keep_thread(
        tx,
        &comment.thread,
        &comment.title,
        known.as_deref(),
        page.map(Url::as_str),
        app.now(),
    )
    .await
}

/// What two posts of one comment have in common.
fn sameness(comment: &NewComment, text_hash: &str) -> String {
    let mut hash = Sha256::new();
    let parent = comment.parent.map_or(0, |parent| parent.0).to_string();
    for part in [
        comment.thread.as_str(),
        &comment.author.email.key(),
        &parent,
        text_hash,
    ] {
        hash.update(part);
        hash.update([0]);
    }
    hex(&hash.finalize())
}

async fn limit(tx: &mut Tx, app: &App, comment: &NewComment) -> Result<(), SubmitError> {
    let now = app.now();
    let thread = hex(&Sha256::digest(comment.thread.as_str()));
    let of_client = comment.door.limit().hit_client(tx, comment.ip, now).await?;
    let of_thread = OF_THREAD.hit(tx, &thread, now).await?;
    for hit in [of_client, of_thread] {
        if let Hit::Over { retry_after } = hit {
            return Err(SubmitError::TooMany { retry_after });
        }
    }
    Ok(())
}
