//! A thread as an Atom feed (RFC 4287): its newest comments.

use actix_web::HttpResponse;
use askama::Template;

use super::form::title_for;
use super::thread::{Comment, Listing};
use super::{ThreadKey, permalink, thread_path};
use crate::app::App;
use crate::clock::Timestamp;
use crate::web::{Answer, Page, WebError};

#[derive(Template)]
#[template(path = "pages/comments/feed.xml")]
struct Feed<'a> {
    page: &'a Page,
    title: String,
    address: String,
    own: String,
    updated: Timestamp,
    entries: Vec<Entry>,
}

struct Entry {
    comment: Comment,
    link: String,
}

/// The feed of a thread.
pub(super) fn atom(app: &App, page: &Page, key: &ThreadKey, listing: Listing) -> Answer {
    let path = thread_path(key);
    let newest = listing.comments.first();
    let feed = Feed {
        page,
        title: listing.title.unwrap_or_else(|| title_for(key, "")),
        address: app.url(&path),
        own: app.url(&path.replacen("/comments?", "/comments.atom?", 1)),
        // An empty feed must still say when it changed; it never did.
        updated: newest.map_or(Timestamp::from_unix(0), |comment| comment.created_at),
        entries: listing
            .comments
            .into_iter()
            .map(|comment| Entry {
                link: app.url(&permalink(key, comment.id)),
                comment,
            })
            .collect(),
    };
    let body = feed.render().map_err(|error| {
        tracing::error!(%error, "a feed could not be rendered");
        WebError::Internal
    })?;
    Ok(HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .body(body))
}
