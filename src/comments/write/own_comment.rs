//! What an author does with a comment within five minutes: reads, changes and deletes it. The browser that wrote it is the proof.

use std::net::IpAddr;

use super::content::CommentBody;
use super::model::{JudgedText, OwnComment, OwnCommentError};
use super::{queries, verdict};
use crate::app::App;
use crate::challenges::Proof;
use crate::clock::{MINUTE, Timestamp};
use crate::comments::model::{CommentId, CommentStatus, Submitted};
use crate::comments::moderation::{self, lessons};
use crate::comments::notices::{forget, notice};
use crate::comments::revisions::{self, Editor};
use crate::comments::verification::standing;
use crate::comments::{bans, privacy, thread, votes};
use crate::outbox;
use crate::rate_limits::{Hit, Limit};
use crate::store::{self, Tx};
use crate::token::TokenHash;

/// Changes by one client: each is judged like a new comment.
const CHANGES: Limit = Limit {
    bucket: "comments-changes",
    most: 20,
    window: 10 * MINUTE,
};

/// A comment that its author may change now.
pub async fn find(
    tx: &mut Tx,
    id: CommentId,
    browser: &TokenHash,
    now: Timestamp,
) -> Result<OwnComment, OwnCommentError> {
    let found = queries::own(tx, id, browser).await?;
    found.ok_or(OwnCommentError::NotYours)?.open_at(now)
}

/// Changes the text. The verdict is that of a new comment, so a public comment may wait afterwards. What readers reported, and what
/// a moderator edited or put back among the waiting ones, waits for a moderator in any case.
pub async fn edit(
    tx: &mut Tx,
    app: &App,
    id: CommentId,
    browser: &TokenHash,
    body: &CommentBody,
    ip: IpAddr,
) -> Result<Submitted, OwnCommentError> {
    let now = app.now();
    let comment = locked(tx, id, browser, now).await?;
    if comment.body == body.source() {
        let status = comment.status;
        return Ok(Submitted { id, status });
    }
    let author = comment.author();
    let ban = bans::find(tx, &author, ip, now).await?;
    if ban.as_ref().is_some_and(|ban| !ban.is_shadow) {
        return Err(OwnCommentError::Banned);
    }
    if let Hit::Over { retry_after } = CHANGES.hit_client(tx, ip, now).await? {
        return Err(OwnCommentError::TooMany { retry_after });
    }
    let text_hash = body.text_hash();
    let proved_names = queries::approved_names(tx, &comment.email_key, browser, Some(id)).await?;
    let text = JudgedText {
        comment: Some(id),
        thread: comment.thread_id,
        name: author.name.as_str(),
        email: author.email.as_ref(),
        standing: standing::of(tx, author.email.as_ref(), Some(browser)).await?,
        browser: Some(browser),
        body,
        text_hash: &text_hash,
        proved_names: &proved_names,
        crowded: false,
        honeypot_filled: false,
        // What the first text lacked is among its lasting reasons.
        proof: Proof::Given,
        akismet: None,
    };
    let rules = &app.config().comments;
    let state = thread::state(tx, comment.thread_key.clone()).await?;
    // A thread that has closed meanwhile takes the change of a comment that it has.
    let rule = state.moderation(rules, now).unwrap_or(rules.moderation);
    let mut verdict = verdict::judge(tx, app, &text, rule).await?;
    if ban.is_some() || comment.status == CommentStatus::Spam {
        verdict = verdict.banned();
    } else if needs_moderator(tx, &comment).await? && verdict.status == CommentStatus::Approved {
        verdict.status = CommentStatus::Pending;
    }
    verdict.reasons.extend(comment.lasting().cloned());
    // A lesson is taken back by reading its text, which is still the old one.
    lessons::learn(tx, id, None, now).await?;
    queries::edit(tx, &comment, &text, &verdict).await?;
    revisions::keep(tx, id, &comment.body, Editor::Author, now).await?;
    if ban.is_some() {
        bans::mark_shadowed(tx, id).await?;
    }
    let status = verdict.status;
    let is_public = |status| i64::from(status == CommentStatus::Approved);
    let change = is_public(status) - is_public(comment.status);
    if change != 0 {
        thread::queries::add_to_counts(tx, comment.thread_id, comment.root_id, change).await?;
    }
    if change > 0 {
        thread::queries::name_thread(tx, id).await?;
        notice::notify_readers(tx, app, id).await?;
    } else if status == CommentStatus::Pending
        && (change < 0 || moderation::is_surely_spam(&comment.reasons))
    {
        // Nobody was told of a first text that was surely spam.
        moderation::notify_moderators(tx, app, id).await?;
    }
    Ok(Submitted { id, status })
}

/// True for a comment that a moderator or several readers had doubts about, or whose first text lacked a proof.
async fn needs_moderator(tx: &mut Tx, comment: &OwnComment) -> store::Result<bool> {
    let is_held = comment.status == CommentStatus::Pending
        && (comment.decided_at.is_some() || comment.lasting().next().is_some());
    Ok(is_held || revisions::has_edited(tx, comment.id, Editor::Moderator).await?)
}

/// Deletes the text and everything about the author. A place without text stays for the replies.
pub async fn delete(
    tx: &mut Tx,
    app: &App,
    id: CommentId,
    browser: &TokenHash,
) -> Result<(), OwnCommentError> {
    let now = app.now();
    let comment = locked(tx, id, browser, now).await?;
    lessons::learn(tx, id, None, now).await?;
    votes::forget(tx, &[id]).await?;
    revisions::forget(tx, &[id]).await?;
    privacy::empty(tx, &[id], comment.locale).await?;
    if comment.status == CommentStatus::Approved {
        thread::queries::add_to_counts(tx, comment.thread_id, comment.root_id, -1).await?;
    }
    outbox::forget_about(tx, &[id.subject()], now).await?;
    forget::forget_comment(tx, id, now).await?;
    Ok(())
}

/// The comment with its row locked, after that of its thread: everybody takes them in this order.
async fn locked(
    tx: &mut Tx,
    id: CommentId,
    browser: &TokenHash,
    now: Timestamp,
) -> Result<OwnComment, OwnCommentError> {
    thread::queries::lock_thread(tx, id).await?;
    let found = queries::lock_own(tx, id, browser).await?;
    found.ok_or(OwnCommentError::NotYours)?.open_at(now)
}
