//! The e-mail to each moderator when a comment waits.

use super::queries;
use super::queue::name_after_posts;
use crate::admin;
use crate::app::App;
use crate::clock::HOUR;
use crate::comments::display::thread_name;
use crate::comments::emails::{ModerationMail, WaitingComment, rendered};
use crate::comments::model::CommentId;
use crate::comments::paths::thread_path;
use crate::comments::spam::HoldReason;
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{Result, Tx};

/// E-mails to one moderator in an hour; the last one says that more comments may wait.
const CALLS: Limit = Limit {
    bucket: "moderation-mails",
    most: 10,
    window: HOUR,
};

/// Enqueues an e-mail to every moderator for a waiting comment.
pub async fn notify_moderators(tx: &mut Tx, app: &App, id: CommentId) -> Result<()> {
    let Some(mut comment) = queries::comment(tx, id).await? else {
        return Ok(());
    };
    // A comment that was mailed when it was new is mailed again once readers flagged it.
    let is_flagged = |reason: &HoldReason| matches!(reason, HoldReason::Flagged { .. });
    let occasion = if comment.reasons.iter().any(is_flagged) {
        "flagged"
    } else {
        "moderation"
    };
    name_after_posts(tx, std::slice::from_mut(&mut comment)).await?;
    for (moderator, locale) in admin::moderators(tx).await? {
        if let Hit::Over { .. } = CALLS.hit(tx, &moderator.key(), app.now()).await? {
            continue;
        }
        let waiting = WaitingComment {
            comment: &comment,
            reasons: comment
                .reasons
                .iter()
                .map(|reason| reason.text(locale.translator()))
                .collect(),
            is_suspicious: comment
                .reasons
                .iter()
                .any(|reason| matches!(reason, HoldReason::Score { .. })),
            link: app.url(&format!("/admin/comments?comment={id}#comment-{id}")),
            title: thread_name(
                Some(comment.thread_title.clone()),
                locale.translator(),
                &app.config().site.name,
            ),
            thread: app.url(&thread_path(&comment.thread_key)),
            most_an_hour: CALLS.most,
        };
        let letter = ModerationMail::letter(&waiting, locale, &app.site_frame());
        let Some(letter) = rendered(letter) else {
            continue;
        };
        let mail = NewMail {
            kind: "moderation",
            dedupe_key: Some(format!("{occasion}:{id}:{}", moderator.key())),
            about: Some(id.subject()),
            recipient: moderator,
            recipient_name: None,
            subscriber: None,
            content: MailContent::Own(Box::new(letter)),
        };
        app.enqueue_mail(tx, mail).await?;
    }
    Ok(())
}
