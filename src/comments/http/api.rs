//! `/api/v1/comments` and `/api/v1/comment-counts`: comments as JSON.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Json, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::author_cookie;
use super::errors::thread_or_refuse;
use crate::app::App;
use crate::comments::aliases;
use crate::comments::display::avatar;
use crate::comments::model::{Channel, Comment, CommentId, CommentStatus};
use crate::comments::thread::{
    self, CommentListing,
    order::{Cursor, Sort},
};
use crate::comments::write::form::{CommentDraft, NOTIFY};
use crate::comments::write::submit;
use crate::web::{ClientIp, HandlerResult, PageContext, WebError};

/// Mounts the JSON routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/comments")
                .route(web::get().to(list))
                .route(web::post().to(create)),
        )
        .route("/comment-counts", web::get().to(counts));
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CommentListQuery {
    thread: String,
    sort: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// Comments on a page by default, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

#[derive(Serialize)]
struct CommentListJson {
    items: Vec<CommentItem>,
    next: Option<String>,
    total: i64,
}

/// A public comment, without its author's address.
#[derive(Serialize)]
struct CommentItem {
    id: CommentId,
    parent: Option<CommentId>,
    name: String,
    url: Option<String>,
    avatar: Avatar,
    html: String,
    created_at: String,
}

/// The avatar beside a name: `<span class="avatar avatar-{colour}">{letter}</span>` in our style sheet.
#[derive(Serialize)]
struct Avatar {
    letter: String,
    colour: u32,
}

impl From<Comment> for CommentItem {
    fn from(comment: Comment) -> Self {
        let (letter, colour) = avatar(&comment.name);
        Self {
            id: comment.id,
            parent: comment.parent,
            avatar: Avatar { letter, colour },
            name: comment.name,
            url: comment.url,
            html: comment.html,
            created_at: comment.created_at.to_string(),
        }
    }
}

impl From<CommentListing> for CommentListJson {
    fn from(listing: CommentListing) -> Self {
        Self {
            next: listing.next.map(|cursor| cursor.to_string()),
            total: listing.total,
            items: listing
                .comments
                .into_iter()
                .map(CommentItem::from)
                .collect(),
        }
    }
}

async fn list(app: Data<App>, query: Query<CommentListQuery>) -> HandlerResult {
    let key = thread_or_refuse(&query.thread, app.config())?;
    let sort: Option<Sort> = read("sort", query.sort.as_deref())?;
    let cursor: Option<Cursor> = read("cursor", query.cursor.as_deref())?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let mut tx = app.read().await?;
    let key = aliases::page_of(&mut tx, &key).await?;
    let listing = thread::list(&mut tx, &key, sort.unwrap_or_default(), cursor, limit).await?;
    Ok(HttpResponse::Ok().json(CommentListJson::from(listing)))
}

fn read<T: std::str::FromStr>(name: &str, value: Option<&str>) -> Result<Option<T>, WebError> {
    let malformed = |value: &str| WebError::Malformed(format!("`{value}` is not a valid {name}"));
    value
        .map(|value| value.parse().map_err(|_| malformed(value)))
        .transpose()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCommentJson {
    thread: String,
    parent: Option<CommentId>,
    name: String,
    email: String,
    url: Option<String>,
    body: String,
    /// The page's title and address, for threads that no feed knows.
    title: Option<String>,
    page_url: Option<String>,
    #[serde(default)]
    notify: bool,
}

impl From<NewCommentJson> for CommentDraft {
    fn from(json: NewCommentJson) -> Self {
        Self {
            thread: json.thread,
            title: json.title.unwrap_or_default(),
            page_url: json.page_url.unwrap_or_default(),
            parent: json.parent.map_or_else(String::new, |id| id.to_string()),
            name: json.name,
            email: json.email,
            url: json.url.unwrap_or_default(),
            body: json.body,
            notify: if json.notify { NOTIFY } else { "" }.to_owned(),
            ..Self::default()
        }
    }
}

#[derive(Serialize)]
struct CreatedCommentJson {
    id: CommentId,
    status: &'static str,
}

async fn create(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    request: HttpRequest,
    json: Json<NewCommentJson>,
) -> HandlerResult {
    let browser = author_cookie::known(&app, &request);
    let draft = CommentDraft::from(json.into_inner());
    let mut comment = draft
        .parse(Channel::Api, page.locale(), ip.0, browser, app.config())
        .map_err(WebError::Invalid)?;
    thread_or_refuse(&draft.thread, app.config())?;
    let mut tx = app.write().await?;
    comment.thread = aliases::page_of(&mut tx, &comment.thread).await?;
    let submitted = submit(&mut tx, &app, &comment).await?;
    tx.commit().await?;
    Ok(created(submitted.id, submitted.status))
}

fn created(id: CommentId, status: CommentStatus) -> HttpResponse {
    // A repeated post must not tell what a moderator decided meanwhile.
    let (code, status) = match status {
        CommentStatus::Approved => (StatusCode::CREATED, CommentStatus::Approved),
        _ => (StatusCode::ACCEPTED, CommentStatus::Pending),
    };
    HttpResponse::build(code).json(CreatedCommentJson {
        id,
        status: status.as_str(),
    })
}

/// The most threads of one request.
const MOST_THREADS: usize = 100;

/// `?thread=a&thread=b` gives `{"a": 1, "b": 2}`, with the names of the request.
async fn counts(app: Data<App>, request: HttpRequest) -> HandlerResult {
    let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
    let wanted: Vec<String> = pairs
        .filter(|(name, _)| name == "thread")
        .map(|(_, value)| value.into_owned())
        .collect();
    if wanted.is_empty() || wanted.len() > MOST_THREADS {
        return Err(WebError::field("thread", "comments-count-threads"));
    }
    let keys = wanted
        .iter()
        .map(|text| thread_or_refuse(text, app.config()))
        .collect::<Result<Vec<_>, _>>()?;
    let mut tx = app.read().await?;
    let keys = aliases::pages_of(&mut tx, &keys).await?;
    let known = thread::counts(&mut tx, &keys).await?;
    let counts: BTreeMap<&str, i64> = wanted
        .iter()
        .zip(&keys)
        .map(|(text, key)| (text.as_str(), known.get(key).copied().unwrap_or(0)))
        .collect();
    Ok(HttpResponse::Ok().json(counts))
}
