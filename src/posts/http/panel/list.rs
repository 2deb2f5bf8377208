//! The list of feeds, topics and posts.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::done::PostsDone;
use crate::admin::AdminSession;
use crate::app::App;
use crate::posts::{self, Feed, Post, SummaryBy, feeds};
use crate::store::Tx;
use crate::topics::{self, Topic};
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Posts on a page.
const PAGE: usize = 25;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/posts", web::get().to(list));
}

#[derive(Template)]
#[template(path = "pages/posts/list.html")]
pub(super) struct PostsPage {
    pub page: PageContext,
    session: AdminSession,
    done: Option<String>,
    feeds: Vec<FeedRow>,
    /// The feed's address as it was typed, and its problem.
    pub url: String,
    pub error: Option<String>,
    topics: Vec<Topic>,
    offered_topics: usize,
    posts: Vec<Post>,
    previous: Option<String>,
    next: Option<String>,
}

/// A feed of the list.
struct FeedRow {
    feed: Feed,
    problem: Option<String>,
}

impl PostsPage {
    /// The state of a post: the class of its tag, and the phrase.
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

    /// Returns true if a next digest may still show the post.
    fn may_be_withheld(post: &Post) -> bool {
        post.held_at.is_none() && !post.is_protected && post.mailable
    }

    /// Returns true if the post may be sent again: it was mailed, or belongs to the archive.
    fn may_be_sent(post: &Post) -> bool {
        post.ready_at.is_some()
            && !post.is_protected
            && post.held_at.is_none()
            && (post.mailed_at.is_some() || !post.mailable)
    }

    /// The source of a summary, if readers should know it.
    fn summary_key(post: &Post) -> Option<&'static str> {
        match post.summary_by? {
            SummaryBy::Author => Some("posts-by-author"),
            SummaryBy::Model => Some("posts-by-model"),
            SummaryBy::Extract | SummaryBy::Beginning => None,
        }
    }
}

#[derive(Default, Deserialize)]
pub(super) struct PostsQuery {
    /// The page of posts, from 1.
    #[serde(default)]
    at: String,
    #[serde(default)]
    done: String,
}

/// GET /admin/posts
async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<PostsQuery>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let list = fill(&mut tx, page, session, &query).await?;
    html(StatusCode::OK, &list)
}

pub(super) async fn fill(
    tx: &mut Tx,
    page: PageContext,
    session: AdminSession,
    query: &PostsQuery,
) -> Result<PostsPage, WebError> {
    let at = query.at.parse::<usize>().unwrap_or(1).clamp(1, 10_000);
    let mut posts = posts::list(tx, (at - 1) * PAGE, PAGE + 1).await?;
    let has_more = posts.len() > PAGE;
    posts.truncate(PAGE);
    let row_of = |feed: Feed| FeedRow {
        problem: feed.problem(page.translator()),
        feed,
    };
    let topics = topics::all(tx).await?;
    let link = |at: usize| page.link(&format!("/admin/posts?at={at}"));
    let done: Option<PostsDone> = query.done.parse().ok();
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
