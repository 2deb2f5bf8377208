//! Atom feeds (RFC 4287) of the newest comments: of a thread, and of all threads of the site.

use actix_web::HttpRequest;
use askama::Template;

use crate::app::App;
use crate::clock::Timestamp;
use crate::comments::display::thread_name;
use crate::comments::model::{AuthorMark, NewestComment};
use crate::comments::paths::{SITE_FEED, feed_path, permalink, thread_path};
use crate::comments::thread::{self, CommentListing};
use crate::comments::thread_key::ThreadKey;
use crate::web::page_cache::{Look, Rendering, Stamp};
use crate::web::page_context::PageLanguage;
use crate::web::{ATOM, HandlerResult, PageContext, WebError, atom, render_atom};

#[derive(Template)]
#[template(path = "pages/comments/feed.xml")]
struct CommentFeed<'a> {
    page: &'a PageContext,
    title: String,
    address: String,
    own: String,
    updated: Timestamp,
    entries: Vec<AtomEntry>,
}

struct AtomEntry {
    title: String,
    name: String,
    mark: Option<AuthorMark>,
    html: String,
    created_at: Timestamp,
    link: String,
}

/// The feed of a thread.
pub(super) fn of_thread(
    app: &App,
    page: &PageContext,
    key: &ThreadKey,
    listing: CommentListing,
) -> HandlerResult {
    let entries = listing.comments.into_iter().map(|comment| AtomEntry {
        title: page
            .say("comments-by")
            .with("name", comment.name.as_str())
            .to_string(),
        link: app.url(&permalink(key, comment.id)),
        name: comment.name,
        mark: comment.mark,
        html: comment.html,
        created_at: comment.created_at,
    });
    let entries: Vec<AtomEntry> = entries.collect();
    let title = thread_name(listing.title, page.translator(), page.site_name());
    atom(&CommentFeed {
        page,
        title: page
            .say("comments-title")
            .with("title", title.as_str())
            .to_string(),
        address: app.url(&thread_path(key)),
        own: app.url(&feed_path(key)),
        updated: newest(&entries),
        entries,
    })
}

/// The feed of all threads of the site: at most `most` comments. It is kept until another comment is among them.
pub(super) async fn of_site(app: &App, request: &HttpRequest, most: usize) -> HandlerResult {
    let config = app.config();
    let PageLanguage { locale, is_chosen } = PageLanguage::of(request, &config);
    let key = format!("feed {locale} {is_chosen}");
    let look = async |kept: Option<&Stamp>| {
        let mut tx = app.read().await?;
        // Pages of other sites may have threads from an earlier address of the site.
        let is_of_the_site = |comment: &NewestComment| {
            let url = comment.thread.url();
            url.is_none_or(|url| config.is_of_the_site(&url))
        };
        let comments = thread::newest(&mut tx, most, is_of_the_site).await?;
        drop(tx);
        let stamp = Stamp::of(&comments);
        if kept == Some(&stamp) {
            return Ok(Look::Unchanged);
        }
        let page = PageContext::of(request, &config);
        let entries = comments
            .into_iter()
            .map(|comment| entry_of_site(app, &page, comment));
        let entries: Vec<AtomEntry> = entries.collect();
        let feed = CommentFeed {
            page: &page,
            title: page
                .say("comments-title")
                .with("title", page.site_name())
                .to_string(),
            address: page.site_url().to_owned(),
            own: app.url(SITE_FEED),
            updated: newest(&entries),
            entries,
        };
        Ok::<_, WebError>(Look::Changed {
            rendering: Rendering::of(ATOM, render_atom(&feed)?),
            stamp,
            is_kept: true,
        })
    };
    app.pages().answer(request, &key, &config, look).await
}

fn entry_of_site(app: &App, page: &PageContext, comment: NewestComment) -> AtomEntry {
    let title = thread_name(Some(comment.title), page.translator(), page.site_name());
    AtomEntry {
        title: page
            .say("comments-by-under")
            .with("name", comment.name.as_str())
            .with("title", title.as_str())
            .to_string(),
        link: app.url(&permalink(&comment.thread, comment.id)),
        name: comment.name,
        mark: comment.mark,
        html: comment.html,
        created_at: comment.created_at,
    }
}

/// A feed needs a time of change; that of an empty one is zero.
fn newest(entries: &[AtomEntry]) -> Timestamp {
    let newest = entries.iter().map(|entry| entry.created_at).max();
    newest.unwrap_or(Timestamp::from_unix(0))
}
