//! The card of comments that wait for a moderator.

use futures_util::FutureExt;

use crate::admin::Permission;
use crate::admin::http::{CardRequest, CardSource, TaskCard};
use crate::comments::{CommentStatus, moderation};
use crate::store::Result;

/// The cards of comments.
pub const CARDS: &[CardSource] = &[CardSource {
    permission: Permission::Comments,
    find: |request| waiting(request).boxed(),
}];

async fn waiting(request: &CardRequest<'_>) -> Result<Vec<TaskCard>> {
    let counts = moderation::count_by_status(&mut request.app.read().await?).await?;
    let waiting = counts
        .into_iter()
        .find(|(status, count)| *status == CommentStatus::Pending && *count > 0);
    let card = waiting.map(|(_, count)| TaskCard {
        is_fault: false,
        title: request
            .page
            .say("comments-card-waiting")
            .with("count", count)
            .to_string(),
        text: String::new(),
        link: "/admin/comments",
    });
    Ok(card.into_iter().collect())
}
