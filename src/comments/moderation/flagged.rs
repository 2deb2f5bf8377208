//! Holding a public comment that enough readers flagged. It teaches nothing: a moderator has not decided yet.

use super::{lessons, notify, queries};
use crate::app::App;
use crate::comments::flags::FlagReason;
use crate::comments::model::CommentId;
use crate::comments::spam::HoldReason;
use crate::comments::thread;
use crate::store::{Result, Tx};

/// Holds the comment for the reasons of these flags, and calls the moderators.
pub(in crate::comments) async fn hold_flagged(
    tx: &mut Tx,
    app: &App,
    id: CommentId,
    flags: Vec<FlagReason>,
) -> Result<()> {
    let now = app.now();
    let Some(comment) = queries::comment(tx, id).await? else {
        return Ok(());
    };
    let count = flags.len();
    let mut named = flags;
    named.sort_unstable();
    named.dedup();
    let mut reasons = comment.reasons.0;
    reasons.retain(|reason| !matches!(reason, HoldReason::Flagged { .. }));
    reasons.insert(
        0,
        HoldReason::Flagged {
            count,
            reasons: named,
        },
    );
    let Some(held) = queries::hold(tx, id, &reasons, now).await? else {
        return Ok(());
    };
    thread::queries::add_to_counts(tx, held.thread_id, held.root_id, -1).await?;
    lessons::learn(tx, id, None, now).await?;
    notify::notify_moderators(tx, app, id).await
}
