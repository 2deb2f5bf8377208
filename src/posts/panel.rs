//! The panel's room of posts: the feeds and how they fare, the topics they brought, and every post with its summary.

mod withholding;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::feeds::{self, Feed};
use super::polling::{self, PollError};
use super::{FeedId, Post, SummaryBy};
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::store::Tx;
use crate::subscribers::topics::{self, Topic, TopicId};
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Posts on a page.
const PAGE: usize = 25;

/// Mounts the room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/posts", web::get().to(room))
        .route("/feeds", web::post().to(add))
        .route("/feeds/{id}/poll", web::post().to(poll))
        .route("/feeds/{id}/removal", web::post().to(remove))
        .route("/topics/{id}/offer", web::post().to(offer))
        .route("/topics/{id}/withdrawal", web::post().to(withdraw))
        .configure(withholding::routes);
}

/// What was done; the word stands in the page's address as `done`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Added,
    Known,
    Queued,
    Removed,
    Offered,
    Withdrawn,
    Withheld,
    Released,
    Resent,
}

crate::text_enum!(Done {
    Added => "added", Known => "known", Queued => "queued", Removed => "removed",
    Offered => "offered", Withdrawn => "withdrawn",
    Withheld => "withheld", Released => "released", Resent => "resent",
});

#[derive(Template)]
#[template(path = "pages/posts/list.html")]
struct PostsPage {
    page: PageContext,
    session: AdminSession,
    done: Option<String>,
    feeds: Vec<Row>,
    /// What was typed as a feed's address, and what is wrong with it.
    url: String,
    error: Option<String>,
    topics: Vec<Topic>,
    offered_topics: usize,
    posts: Vec<Post>,
    previous: Option<String>,
    next: Option<String>,
}

/// A feed of the list.
struct Row {
    feed: Feed,
    problem: Option<String>,
}

impl PostsPage {
    /// Where a post stands: a class of its mark, and the phrase.
    fn state(post: &Post) -> (&'static str, &'static str) {
        match post {
            Post {
                is_protected: true, ..
            } => ("", "posts-protected"),
            Post {
                held_at: Some(_), ..
            } => ("failed", "posts-held"),
            Post { ready_at: None, .. } => ("", "posts-waiting"),
            Post { number: None, .. } => ("", "posts-archive"),
            Post {
                mailed_at: None, ..
            } => ("on", "posts-next"),
            Post { .. } => ("on", "posts-mailed"),
        }
    }

    /// Whether it may still go out in somebody's next digest.
    fn may_be_withheld(post: &Post) -> bool {
        post.held_at.is_none() && !post.is_protected && post.mailable
    }

    /// Whether it may be sent on purpose: what was mailed, and what never would be.
    fn may_be_sent(post: &Post) -> bool {
        post.ready_at.is_some()
            && !post.is_protected
            && post.held_at.is_none()
            && (post.mailed_at.is_some() || !post.mailable)
    }

    /// Who wrote a summary, where readers should know.
    fn summary_key(post: &Post) -> Option<&'static str> {
        match post.summary_by? {
            SummaryBy::Author => Some("posts-by-author"),
            SummaryBy::Model => Some("posts-by-model"),
            SummaryBy::Extract | SummaryBy::Beginning => None,
        }
    }
}

#[derive(Default, Deserialize)]
struct PostsQuery {
    /// The page of posts, from 1.
    #[serde(default)]
    at: String,
    #[serde(default)]
    done: String,
}

/// GET /admin/posts
async fn room(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<PostsQuery>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let room = fill(&mut tx, page, session, &query).await?;
    html(StatusCode::OK, &room)
}

async fn fill(
    tx: &mut Tx,
    page: PageContext,
    session: AdminSession,
    query: &PostsQuery,
) -> Result<PostsPage, WebError> {
    let at = query.at.parse::<usize>().unwrap_or(1).clamp(1, 10_000);
    let mut posts = super::list(tx, (at - 1) * PAGE, PAGE + 1).await?;
    let has_more = posts.len() > PAGE;
    posts.truncate(PAGE);
    let row_of = |feed: Feed| Row {
        problem: feed.problem(page.translator()),
        feed,
    };
    let topics = topics::all(tx).await?;
    let link = |at: usize| page.link(&format!("/admin/posts?at={at}"));
    let done: Option<Done> = query.done.parse().ok();
    Ok(PostsPage {
        done: done.map(|done| format!("posts-done-{done}")),
        feeds: feeds::all(tx).await?.into_iter().map(row_of).collect(),
        url: String::new(),
        error: None,
        offered_topics: topics.iter().filter(|topic| topic.offered).count(),
        topics,
        posts,
        previous: (at > 1).then(|| link(at - 1)),
        next: has_more.then(|| link(at + 1)),
        page,
        session,
    })
}

#[derive(Deserialize)]
struct AddForm {
    #[serde(default)]
    url: String,
}

/// POST /admin/feeds
async fn add(
    page: PageContext,
    app: Data<App>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<AddForm>,
) -> HandlerResult {
    let added = match polling::subscribe(&app, &form.url).await {
        Ok(added) => added,
        Err(PollError::Problem(problem)) => {
            let page = page.at("/admin/posts");
            let mut room = fill(
                &mut app.read().await?,
                page,
                session,
                &PostsQuery::default(),
            )
            .await?;
            room.error = Some(problem.say(room.page.translator()));
            room.url.clone_from(&form.url);
            return html(StatusCode::UNPROCESSABLE_ENTITY, &room);
        }
        Err(PollError::Store(error)) => return Err(error.into()),
        Err(PollError::Unknown) => return Err(WebError::NotFound),
    };
    let mut tx = app.write().await?;
    audit::record(
        &mut tx,
        &session,
        "feed-added",
        &added.feed.shown_url(),
        app.now(),
    )
    .await?;
    // Its pages are read beside the requests.
    polling::enqueue(&mut tx, added.feed.id, app.now()).await?;
    tx.commit().await?;
    let done = if added.is_new {
        Done::Added
    } else {
        Done::Known
    };
    Ok(back(&page, done))
}

/// POST /admin/feeds/{id}/poll
async fn poll(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let feed = feeds::find(&mut tx, FeedId(*id)).await?;
    let feed = feed.ok_or(WebError::NotFound)?;
    polling::enqueue(&mut tx, feed.id, app.now()).await?;
    audit::record(
        &mut tx,
        &session,
        "feed-polled",
        &feed.shown_url(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, Done::Queued))
}

/// POST /admin/feeds/{id}/removal
async fn remove(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let feed = feeds::find(&mut tx, FeedId(*id)).await?;
    let feed = feed.ok_or(WebError::NotFound)?;
    feeds::remove(&mut tx, feed.id, app.now()).await?;
    audit::record(
        &mut tx,
        &session,
        "feed-removed",
        &feed.shown_url(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, Done::Removed))
}

/// POST /admin/topics/{id}/offer
async fn offer(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    show_topic(session, &page, &app, TopicId(*id), true).await
}

/// POST /admin/topics/{id}/withdrawal
async fn withdraw(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    show_topic(session, &page, &app, TopicId(*id), false).await
}

async fn show_topic(
    session: AdminSession,
    page: &PageContext,
    app: &App,
    id: TopicId,
    offered: bool,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !topics::set_offered(&mut tx, id, offered).await? {
        return Err(WebError::NotFound);
    }
    let (action, done) = if offered {
        ("topic-offered", Done::Offered)
    } else {
        ("topic-withdrawn", Done::Withdrawn)
    };
    audit::record(&mut tx, &session, action, &id.0.to_string(), app.now()).await?;
    tx.commit().await?;
    Ok(back(page, done))
}

fn back(page: &PageContext, done: Done) -> HttpResponse {
    let to = page.link(&format!("/admin/posts?done={done}"));
    HttpResponse::SeeOther()
        .insert_header((LOCATION, to))
        .finish()
}
