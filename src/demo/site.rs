//! The demo's blog: sample posts and their feed, on the same server.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::http::StatusCode;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::web::{HandlerResult, PageContext, WebError, html};

/// One post of the demo's blog.
#[derive(Clone, Copy, Debug)]
pub struct DemoPost {
    /// Its name in the address.
    pub slug: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its category.
    pub category: &'static str,
    /// Its language.
    pub lang: &'static str,
    /// Its content as HTML of our own.
    pub content: &'static str,
}

macro_rules! post {
    ($slug:literal, $lang:literal, $category:literal, $title:literal) => {
        DemoPost {
            slug: $slug,
            title: $title,
            category: $category,
            lang: $lang,
            content: include_str!(concat!("posts/", $slug, ".html")),
        }
    };
}

/// All posts, oldest first.
pub const POSTS: &[DemoPost] = &[
    post!("1-small-models", "ko", "모델", "작은 모델이 돌아왔다"),
    post!(
        "2-reading-slowly",
        "en",
        "Research",
        "Read fewer papers, slowly"
    ),
    post!(
        "3-korean-tokens",
        "ko",
        "언어",
        "한국어는 왜 토큰을 더 많이 쓸까"
    ),
    post!("4-evaluation", "ko", "모델", "나만의 시험지로 모델 고르기"),
    post!(
        "5-agents-at-work",
        "ko",
        "일터",
        "에이전트와 함께 일한 석 달"
    ),
    post!(
        "6-open-weights",
        "en",
        "Research",
        "What does \"open\" mean for a model?"
    ),
    post!("7-summaries", "ko", "언어", "요약은 고르는 일이다"),
];

/// Posts that are there from the start, and so are never mailed.
pub const BEFORE: usize = 3;

/// The blog, and how much of it is published.
#[derive(Clone, Debug)]
pub struct Blog {
    published: Arc<AtomicUsize>,
    opened: Timestamp,
}

impl Blog {
    /// A blog with its archive.
    pub fn open(now: Timestamp) -> Self {
        Self {
            published: Arc::new(AtomicUsize::new(BEFORE)),
            opened: now,
        }
    }

    /// Publishes the next post; `None` when all are out.
    pub fn publish_next(&self) -> Option<&'static DemoPost> {
        let next = self
            .published
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |count| {
                (count < POSTS.len()).then_some(count + 1)
            });
        POSTS.get(next.ok()?)
    }

    /// How many posts are still to come.
    pub fn unpublished(&self) -> usize {
        POSTS.len() - self.published.load(Ordering::SeqCst)
    }

    fn posts(&self) -> &'static [DemoPost] {
        &POSTS[..self.published.load(Ordering::SeqCst)]
    }

    /// The archive is a day apart and old; what is published now is of now.
    fn date(&self, index: usize) -> Timestamp {
        let days_ago = BEFORE.saturating_sub(index);
        self.opened
            .plus(-DAY * i64::try_from(days_ago).unwrap_or(0))
    }
}

/// Mounts the blog's feed and pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/demo/feed.xml", web::get().to(feed))
        .route("/demo/posts/{slug}", web::get().to(post));
}

#[derive(Template)]
#[template(path = "pages/demo/feed.xml")]
struct DemoFeed {
    base: String,
    site: String,
    items: Vec<DemoFeedItem>,
}

struct DemoFeedItem {
    post: DemoPost,
    date: String,
}

async fn feed(app: Data<App>, blog: Data<Blog>) -> HandlerResult {
    let items = blog.posts().iter().enumerate().rev().map(|(index, post)| {
        let date = blog
            .date(index)
            .civil()
            .strftime("%a, %d %b %Y %H:%M:%S +0000")
            .to_string();
        DemoFeedItem { post: *post, date }
    });
    let feed = DemoFeed {
        base: app.config().server.base_url(),
        site: app.config().site.name.clone(),
        items: items.collect(),
    };
    let xml = feed.render().map_err(|_| WebError::Internal)?;
    Ok(HttpResponse::Ok()
        .content_type("application/rss+xml; charset=utf-8")
        .body(xml))
}

#[derive(Template)]
#[template(path = "pages/demo/post.html")]
struct PostPage {
    page: PageContext,
    post: DemoPost,
    url: String,
}

async fn post(
    page: PageContext,
    slug: web::Path<String>,
    blog: Data<Blog>,
    app: Data<App>,
    request: HttpRequest,
) -> HandlerResult {
    let post = blog
        .posts()
        .iter()
        .find(|post| post.slug == slug.as_str())
        .ok_or(WebError::NotFound)?;
    let url = app.url(request.path());
    html(
        StatusCode::OK,
        &PostPage {
            page,
            post: *post,
            url,
        },
    )
}
