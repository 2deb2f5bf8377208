//! A thread as an Atom feed (RFC 4287): its newest comments.

use askama::Template;

use crate::app::App;
use crate::clock::Timestamp;
use crate::comments::display::thread_name;
use crate::comments::model::Comment;
use crate::comments::paths::{feed_path, permalink, thread_path};
use crate::comments::thread::CommentListing;
use crate::comments::thread_key::ThreadKey;
use crate::web::{HandlerResult, PageContext};

#[derive(Template)]
#[template(path = "pages/comments/feed.xml")]
struct ThreadFeed<'a> {
    page: &'a PageContext,
    title: String,
    address: String,
    own: String,
    updated: Timestamp,
    entries: Vec<AtomEntry>,
}

struct AtomEntry {
    comment: Comment,
    link: String,
}

/// The feed of a thread.
pub(super) fn atom(
    app: &App,
    page: &PageContext,
    key: &ThreadKey,
    listing: CommentListing,
) -> HandlerResult {
    let newest = listing.comments.first();
    let feed = ThreadFeed {
        page,
        title: thread_name(listing.title, page.translator(), page.site_name()),
        address: app.url(&thread_path(key)),
        own: app.url(&feed_path(key)),
        // A feed needs a time of change; that of an empty one is zero.
        updated: newest.map_or(Timestamp::from_unix(0), |comment| comment.created_at),
        entries: listing
            .comments
            .into_iter()
            .map(|comment| AtomEntry {
                link: app.url(&permalink(key, comment.id)),
                comment,
            })
            .collect(),
    };
    crate::web::atom(&feed)
}
