//! The public archive: past editions as pages and as an Atom feed.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use crate::app::App;
use crate::clock::Timestamp;
use crate::digests::archive;
use crate::digests::emails::cadence_key;
use crate::digests::model::ArchivedEdition;
use crate::ids::EditionId;
use crate::posts::Post;
use crate::web::{HandlerResult, PageContext, WebError, atom, html};

/// Editions on a page.
const ON_A_PAGE: usize = 20;
/// Editions in the feed.
const IN_THE_FEED: i64 = 20;

/// Mounts the archive.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/archive", web::get().to(list))
        .route("/archive.atom", web::get().to(feed))
        .route("/archive/{slug}", web::get().to(edition));
}

#[derive(Deserialize)]
struct ArchiveQuery {
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "pages/archive/list.html")]
struct ArchivePage {
    page: PageContext,
    editions: Vec<ArchivedEdition>,
    previous: Option<String>,
    next: Option<String>,
}

/// GET /archive
async fn list(app: Data<App>, page: PageContext, from: web::Query<ArchiveQuery>) -> HandlerResult {
    let before = from.before.map(EditionId);
    let mut tx = app.read().await?;
    let one_more = i64::try_from(ON_A_PAGE + 1).unwrap_or(i64::MAX);
    let mut editions = archive::list(&mut tx, page.locale(), before, one_more).await?;
    let is_more = editions.len() > ON_A_PAGE;
    editions.truncate(ON_A_PAGE);
    let last = editions.last().filter(|_| is_more);
    let next = last.map(|last| page.link(&format!("/archive?before={}", last.id.0)));
    let previous = before.map(|_| page.link("/archive"));
    html(
        StatusCode::OK,
        &ArchivePage {
            page,
            editions,
            previous,
            next,
        },
    )
}

#[derive(Template)]
#[template(path = "pages/archive/edition.html")]
struct EditionPage {
    page: PageContext,
    edition: ArchivedEdition,
    posts: Vec<Post>,
}

impl EditionPage {
    /// The description for search engines and shared links.
    fn description(&self) -> &str {
        let summaries = self.posts.iter().map(|post| post.summary.as_str());
        summaries
            .into_iter()
            .find(|summary| !summary.is_empty())
            .unwrap_or_default()
    }
}

/// GET /archive/{slug}
async fn edition(app: Data<App>, page: PageContext, slug: web::Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let found = archive::find(&mut tx, &slug).await?;
    let (edition, posts) = found.ok_or(WebError::NotFound)?;
    let page = EditionPage {
        page: page.in_locale(edition.locale),
        edition,
        posts,
    };
    html(StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "pages/archive/feed.xml")]
struct ArchiveFeed {
    page: PageContext,
    base: String,
    host: String,
    updated: Timestamp,
    entries: Vec<(ArchivedEdition, Vec<Post>)>,
}

/// GET /archive.atom (RFC 4287)
async fn feed(app: Data<App>, page: PageContext) -> HandlerResult {
    let mut tx = app.read().await?;
    let mut entries = Vec::new();
    for edition in archive::list(&mut tx, page.locale(), None, IN_THE_FEED).await? {
        let posts = archive::posts_of(&mut tx, edition.id).await?;
        entries.push((edition, posts));
    }
    let feed = ArchiveFeed {
        base: app.url(""),
        host: app.config().site.sender.address.domain().to_owned(),
        // An empty feed was last changed when there was nothing.
        updated: entries
            .first()
            .map_or(Timestamp::from_unix(0), |(edition, _)| edition.created_at),
        page,
        entries,
    };
    let mut answer = atom(&feed)?;
    let cached = HeaderValue::from_static("public, max-age=300");
    answer.headers_mut().insert(CACHE_CONTROL, cached);
    Ok(answer)
}

/// Returns the cadence and the number of posts, for templates.
fn facts(page: &PageContext, edition: &ArchivedEdition) -> String {
    let count = page.say("digests-posts").with("count", edition.post_count);
    format!("{} · {count}", page.say(cadence_key(edition.cadence)))
}

/// Returns a post's topics as a line.
fn topics(post: &Post) -> String {
    let names: Vec<&str> = post
        .topics
        .iter()
        .map(|topic| topic.name.as_str())
        .collect();
    names.join(", ")
}
