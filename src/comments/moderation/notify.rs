//! E-mails to moderators about comments that wait. The first one is told at once with its text. What comes within some minutes of a
//! mail is gathered in the next one, which names only the posts, and what is surely spam is told to nobody.

use super::links;
use super::model::QueuedComment;
use super::queries;
use super::queue::name_after_posts;
use crate::admin::{self, Account};
use crate::app::App;
use crate::clock::MINUTE;
use crate::comments::display::thread_name;
use crate::comments::emails::{
    ModerationMail, WaitingComment, WaitingComments, WaitingLine, rendered,
};
use crate::comments::model::CommentId;
use crate::comments::paths::thread_path;
use crate::comments::reply_address::{self, Answerer};
use crate::comments::spam::{HoldReason, THRESHOLD};
use crate::i18n::Translator;
use crate::message::EmailContent;
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{Result, Tx};

/// Mails to the moderators about comments that wait.
const BURST: Limit = Limit {
    bucket: "moderation-mails",
    most: 1,
    window: 10 * MINUTE,
};

/// Comments that one mail names.
const NAMED: usize = 10;

/// The sum of signs at which a comment is surely spam.
const SURE: i64 = 2 * THRESHOLD;

/// Tells the moderators of a waiting comment, or leaves it for the next mail.
pub async fn notify_moderators(tx: &mut Tx, app: &App, id: CommentId) -> Result<()> {
    let Some(comment) = queries::comment(tx, id).await? else {
        return Ok(());
    };
    if is_surely_spam(&comment.reasons) {
        return Ok(());
    }
    queries::set_untold(tx, id).await?;
    tell_waiting(tx, app).await
}

/// Mails what waits and was not told, unless a mail went some minutes ago.
pub async fn tell_waiting(tx: &mut Tx, app: &App) -> Result<()> {
    let now = app.now();
    // Looked at first: the row of a limit makes those who count wait for each other.
    if !queries::has_untold(tx).await?
        || BURST.peek(tx, "", now).await? != Hit::Within
        || BURST.hit(tx, "", now).await? != Hit::Within
    {
        return Ok(());
    }
    // Taken before they are read: what is decided on meanwhile is in no mail.
    let ids = queries::take_untold(tx).await?;
    let mut untold = Vec::new();
    for id in ids.iter().take(NAMED) {
        untold.extend(queries::comment(tx, *id).await?);
    }
    if untold.is_empty() {
        return Ok(());
    }
    let count = ids.len();
    name_after_posts(tx, &mut untold).await?;
    for account in admin::moderators(tx).await? {
        let (letter, about) = match untold.as_slice() {
            [comment] => (of_one(app, comment, &account), Some(comment.id.subject())),
            several => (of_several(app, several, count, &account), None),
        };
        let Some(letter) = rendered(letter) else {
            continue;
        };
        let mail = NewMail {
            kind: "moderation",
            dedupe_key: None,
            about,
            recipient: account.email,
            recipient_name: None,
            subscriber: None,
            content: MailContent::Own(Box::new(letter)),
        };
        app.enqueue_mail(tx, mail).await?;
    }
    Ok(())
}

/// True for what is told to nobody. What readers reported is told, whatever its text is like.
pub fn is_surely_spam(reasons: &[HoldReason]) -> bool {
    let is_flagged = |reason: &HoldReason| matches!(reason, HoldReason::Flagged { .. });
    let is_sure =
        |reason: &HoldReason| matches!(reason, HoldReason::Score { sum, .. } if *sum >= SURE);
    !reasons.iter().any(is_flagged) && reasons.iter().any(is_sure)
}

fn title(app: &App, title: &str, t: Translator) -> String {
    thread_name(Some(title.to_owned()), t, &app.config().site.name)
}

/// The mail about one comment, with its text and a link for each decision.
fn of_one(app: &App, comment: &QueuedComment, account: &Account) -> askama::Result<EmailContent> {
    let t = account.locale.translator();
    let reasons = comment.reasons.iter();
    let person = Answerer::Moderator(account.id);
    let secret = reply_address::secret_of(account, comment.mark());
    let reply_to = reply_address::of(app, person, comment.id, &secret, links::DAYS);
    let waiting = WaitingComment {
        comment,
        reasons: reasons.map(|reason| reason.text(t)).collect(),
        is_suspicious: comment
            .reasons
            .iter()
            .any(|reason| matches!(reason, HoldReason::Score { .. })),
        link: app.url(&format!(
            "/admin/comments?comment={id}#comment-{id}",
            id = comment.id
        )),
        decision: app.url(&links::path(app, comment.id, account)),
        title: title(app, &comment.thread_title, t),
        thread: app.url(&thread_path(&comment.thread_key)),
        days: links::DAYS,
        can_answer: reply_to.is_some(),
    };
    let mut letter = ModerationMail::letter(&waiting, account.locale, &app.site_frame())?;
    letter.reply_to = reply_to;
    Ok(letter)
}

/// The mail about several comments. It quotes nobody, not even the title that came with a comment, so an erasure has nothing to
/// take out of it.
fn of_several(
    app: &App,
    comments: &[QueuedComment],
    count: usize,
    account: &Account,
) -> askama::Result<EmailContent> {
    let t = account.locale.translator();
    let line = |comment: &QueuedComment| WaitingLine {
        title: title(app, &comment.known_title, t),
        link: app.url(&links::path(app, comment.id, account)),
    };
    let waiting = WaitingComments {
        count,
        lines: comments.iter().map(line).collect(),
        more: count.saturating_sub(comments.len()),
        link: app.url("/admin/comments"),
        days: links::DAYS,
    };
    ModerationMail::letter_of_several(&waiting, account.locale, &app.site_frame())
}
