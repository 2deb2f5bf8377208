//! The cards of feeds that cannot be read.

use futures_util::FutureExt;

use crate::admin::Permission;
use crate::admin::http::{CardRequest, CardSource, TaskCard};
use crate::posts::feeds;
use crate::store::Result;

/// The cards of posts.
pub const CARDS: &[CardSource] = &[CardSource {
    permission: Permission::Posts,
    find: |request| failing_feeds(request).boxed(),
}];

async fn failing_feeds(request: &CardRequest<'_>) -> Result<Vec<TaskCard>> {
    let page = request.page;
    let feeds = feeds::all(&mut request.app.read().await?).await?;
    let cards = feeds.into_iter().filter_map(|feed| {
        Some(TaskCard {
            is_fault: true,
            text: feed.problem(page.translator())?,
            title: page
                .say("posts-card-feed")
                .with("title", feed.title.as_str())
                .to_string(),
            link: "/admin/posts",
        })
    });
    Ok(cards.collect())
}
