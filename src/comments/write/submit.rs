//! The submission of a comment. A browser repeats a post whose answer was lost: the same text by the same author in the
//! same place is no second comment, as long as the form is good. Address and name together are the author: many people type
//! a@a.com. Without an address it is the name with the browser or the network.

use sha2::{Digest, Sha256};

use super::model::JudgedText;
use super::{queries, verdict};
use crate::app::App;
use crate::challenges::{self, Proof, ProtectedForm};
use crate::clock::{HOUR, MINUTE, Timestamp};
use crate::comments::model::{
    AuthorMark, Channel, CommentId, CommentPosition, CommentStatus, NewComment, Submitted, ThreadId,
};
use crate::comments::notices::{notice, proof as address_proof};
use crate::comments::site_users::sign_in;
use crate::comments::spam::HoldReason;
use crate::comments::verification::{AddressStanding, standing};
use crate::comments::{avatar, bans, moderation, page_title, thread};
use crate::posts;
use crate::rate_limits::{Hit, Limit};
use crate::store::{self, Tx};
use crate::token::hex;
use crate::web::form_token;

/// A refused comment.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The answered comment is missing, not public, or in another thread.
    #[error("the comment that this answers is not there")]
    NoParent,
    /// The author is banned.
    #[error("this author may not comment here")]
    Banned,
    /// The thread takes no comments any more.
    #[error("the comments of this page are closed")]
    Closed,
    /// The client is over its limit.
    #[error("too many comments; again in {retry_after} s")]
    TooMany {
        /// Seconds.
        retry_after: i64,
    },
    /// The comment must bring a solved challenge.
    #[error("a proof of work is missing")]
    NoProof,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Channel {
    /// The limit of one client, or of one author of mails.
    fn limit(self) -> Limit {
        let (bucket, most) = match self {
            Self::Form => ("comments-form", 20),
            Self::Api => ("comments-api", 6),
            Self::Mail { .. } => ("comments-mail", 6),
        };
        Limit {
            bucket,
            most,
            window: 10 * MINUTE,
        }
    }
}

/// Comments of unproved authors that one thread shows in an hour, from all clients together. More wait for a moderator, so that
/// a crowd cannot close a thread.
const UNPROVED_IN_THREAD: Limit = Limit {
    bucket: "comments-thread",
    most: 300,
    window: HOUR,
};

/// Threads without a feed that one client may begin in an hour.
const NEW_THREADS_OF_CLIENT: Limit = Limit {
    bucket: "threads-client",
    most: 10,
    window: HOUR,
};

/// The same for all unproved authors together.
const NEW_THREADS: Limit = Limit {
    bucket: "threads",
    most: 200,
    window: HOUR,
};

/// Equal comments that come at once: the second waits for the first by the lock of the limit's row. The count is
/// not looked at.
const EQUAL_COMMENTS: Limit = Limit {
    bucket: "comments-twice",
    most: 1,
    window: MINUTE,
};

/// Inserts a comment. It is public at once, or it waits and moderators get an e-mail.
pub async fn submit(
    tx: &mut Tx,
    app: &App,
    comment: &NewComment,
) -> Result<Submitted, SubmitError> {
    let now = app.now();
    let email_key = comment.author.email_key();
    let ban = bans::find(tx, &comment.author, comment.ip, now).await?;
    if ban.as_ref().is_some_and(|ban| !ban.is_shadow) {
        return Err(SubmitError::Banned);
    }
    let state = thread::state(tx, comment.thread.clone()).await?;
    let rule = state
        .moderation(&app.config().comments, now)
        .ok_or(SubmitError::Closed)?;
    let text_hash = comment.body.text_hash();
    // An address alone is not a proof: anybody can type it.
    let proved_names = match &comment.browser {
        Some(browser) => queries::approved_names(tx, &email_key, browser, None).await?,
        None => Vec::new(),
    };
    let is_proved = !proved_names.is_empty();
    let thread = upsert_thread(tx, app, comment, is_proved).await?;
    EQUAL_COMMENTS
        .hit(tx, &key_of_equal(comment, &text_hash), now)
        .await?;
    let since = now.plus(-form_token::MAXIMUM_AGE);
    let equal = queries::equal_comment(tx, thread, comment, &text_hash, since).await?;
    if let Some((id, status)) = equal {
        return Ok(Submitted { id, status });
    }
    let limit = comment.channel.limit();
    within(match comment.channel {
        Channel::Mail { .. } => limit.hit(tx, &email_key, now).await?,
        Channel::Form | Channel::Api => limit.hit_client(tx, comment.ip, now).await?,
    })?;
    let proof = proof_of(tx, app, comment).await?;
    if proof == Proof::Missing && comment.can_prove && !is_proved {
        return Err(SubmitError::NoProof);
    }
    let root = root_of(tx, thread, comment.parent).await?;
    let (email, browser) = (comment.author.email.as_ref(), comment.browser.as_ref());
    let standing = standing::of(tx, email, browser).await?;
    let text = JudgedText {
        comment: None,
        thread,
        name: comment.author.name.as_str(),
        email,
        standing,
        browser,
        body: &comment.body,
        text_hash: &text_hash,
        proved_names: &proved_names,
        crowded: !is_proved && is_crowded(tx, comment, now).await?,
        honeypot_filled: comment.honeypot_filled,
        proof,
        akismet: comment.akismet,
    };
    let mut verdict = verdict::judge(tx, app, &text, rule).await?;
    // It would be public with a proof.
    if comment.can_prove && verdict.reasons.first() == Some(&HoldReason::NoProof) {
        return Err(SubmitError::NoProof);
    }
    challenges::count(tx, app, ProtectedForm::Comments).await?;
    if comment.channel == (Channel::Mail { is_proved: false }) {
        verdict = verdict.unproved_mail();
    }
    if ban.is_some() {
        verdict = verdict.banned();
    }
    let status = verdict.status;
    let is_own = standing == AddressStanding::Own;
    let mark = author_mark(tx, comment, standing, now).await?;
    let place = CommentPosition {
        thread,
        root,
        status,
        mark,
        colour: avatar::colour(app.signer(), is_own.then_some(email_key.as_str()), browser),
    };
    let id = queries::insert(tx, comment, place, &verdict.reasons, &text_hash, now).await?;
    if ban.is_some() {
        bans::mark_shadowed(tx, id).await?;
    }
    match status {
        CommentStatus::Approved => {
            thread::queries::add_to_counts(tx, thread, root, 1).await?;
            thread::queries::name_thread(tx, id).await?;
            notice::notify_readers(tx, app, id).await?;
        }
        CommentStatus::Pending => moderation::notify_moderators(tx, app, id).await?,
        // The author of a comment under a shadow ban is asked like everybody.
        CommentStatus::Spam if ban.is_some() => {}
        CommentStatus::Spam | CommentStatus::Trashed => return Ok(Submitted { id, status }),
    }
    if comment.notify {
        address_proof::request_proof(tx, app, comment, id).await?;
    }
    Ok(Submitted { id, status })
}

/// The proof of work that a comment brought.
async fn proof_of(tx: &mut Tx, app: &App, comment: &NewComment) -> store::Result<Proof> {
    let solved = comment.solved.as_ref();
    match comment.channel {
        // The signed address of the notice is a proof of its own.
        Channel::Mail { .. } => Ok(Proof::NotAsked),
        Channel::Form | Channel::Api => {
            challenges::weigh(tx, app, ProtectedForm::Comments, solved).await
        }
    }
}

/// The comment of the first level under which a reply hangs; `None` for a comment that answers none.
async fn root_of(
    tx: &mut Tx,
    thread: ThreadId,
    parent: Option<CommentId>,
) -> Result<Option<CommentId>, SubmitError> {
    let Some(parent) = parent else {
        return Ok(None);
    };
    let root = queries::public_root(tx, thread, parent).await?;
    root.map(Some).ok_or(SubmitError::NoParent)
}

/// How the author is known. A claim goes before the site's word, since a site may sign in whoever typed an address.
async fn author_mark(
    tx: &mut Tx,
    comment: &NewComment,
    standing: AddressStanding,
    now: Timestamp,
) -> store::Result<Option<AuthorMark>> {
    Ok(match standing {
        AddressStanding::Own => Some(AuthorMark::Verified),
        AddressStanding::Claimed => None,
        AddressStanding::Free => sign_in::is_signed_in(tx, comment, now)
            .await?
            .then_some(AuthorMark::Site),
    })
}

/// Inserts the thread with its first comment. Threads that no feed knows have a limit, or a program could fill the database.
async fn upsert_thread(
    tx: &mut Tx,
    app: &App,
    comment: &NewComment,
    is_proved: bool,
) -> Result<ThreadId, SubmitError> {
    let known = match comment.thread.url() {
        Some(url) => posts::title_of_url(tx, url.as_str()).await?,
        None => None,
    };
    let now = app.now();
    let is_new = known.is_none()
        && thread::queries::thread(tx, &comment.thread)
            .await?
            .is_none();
    if is_new && !is_proved {
        within(
            NEW_THREADS_OF_CLIENT
                .hit_client(tx, comment.ip, now)
                .await?,
        )?;
        within(NEW_THREADS.hit(tx, "", now).await?)?;
    }
    let thread = queries::upsert_thread(tx, &comment.thread, known.as_deref(), now).await?;
    if known.is_none() {
        page_title::request(tx, app, thread, &comment.thread).await?;
    }
    Ok(thread)
}

fn within(hit: Hit) -> Result<(), SubmitError> {
    match hit {
        Hit::Within => Ok(()),
        Hit::Over { retry_after } => Err(SubmitError::TooMany { retry_after }),
    }
}

async fn is_crowded(tx: &mut Tx, comment: &NewComment, now: Timestamp) -> store::Result<bool> {
    let thread = hex(&Sha256::digest(comment.thread.as_str()));
    Ok(UNPROVED_IN_THREAD.hit(tx, &thread, now).await? != Hit::Within)
}

/// The key that two posts of one comment share.
fn key_of_equal(comment: &NewComment, text_hash: &str) -> String {
    let mut hash = Sha256::new();
    let parent = comment.parent.map_or(0, |parent| parent.0).to_string();
    for part in [
        comment.thread.as_str(),
        &comment.author.email_key(),
        comment.author.name.as_str(),
        &parent,
        text_hash,
    ] {
        hash.update(part);
        hash.update([0]);
    }
    hex(&hash.finalize())
}
