//! `/api/v1/comments` and `/api/v1/comment-counts`: comments as JSON.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Json, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::author_token;
use super::errors::thread_or_refuse;
use super::{author_links, first_page, own_api, site_users, votes};
use crate::app::App;
use crate::challenges::SolvedChallenge;
use crate::comments::aliases;
use crate::comments::avatar::Avatar;
use crate::comments::model::{
    AuthorMark, Channel, Comment, CommentId, CommentStatus, EDIT_WINDOW, NewComment, Submitted,
};
use crate::comments::thread::{
    self, CommentListing, ThreadState,
    order::{Cursor, Sort},
};
use crate::comments::write::form::{CommentDraft, NOTIFY};
use crate::comments::write::take;
use crate::store::Tx;
use crate::web::page_cache::{Look, Rendering, Stamp};
use crate::web::{
    Caller, HandlerResult, JSON, PageContext, WebError, form_token, public_json, to_json,
};

/// Mounts the JSON routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(own_api::routes)
        .configure(author_links::api_routes)
        .configure(site_users::api_routes)
        .configure(votes::api_routes)
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
    /// How the author is known: `verified`, `team` or `site`; null for a guest.
    mark: Option<&'static str>,
    url: Option<String>,
    /// Null where the site has none.
    avatar: Option<AvatarJson>,
    html: String,
    created_at: String,
    up: i64,
    down: i64,
}

/// The avatar beside a name: `<span class="avatar avatar-{colour}">{letter}</span>` in our style sheet, and the same as a picture.
#[derive(Serialize)]
struct AvatarJson {
    letter: String,
    colour: u32,
    url: String,
}

impl AvatarJson {
    fn of(app: &App, comment: &Comment) -> Self {
        let avatar = Avatar::of(&comment.name, comment.colour);
        Self {
            url: app.url(&avatar.path()),
            letter: avatar.letter,
            colour: avatar.colour,
        }
    }
}

impl CommentItem {
    fn of(app: &App, comment: Comment) -> Self {
        let has_avatars = app.config().comments.avatars;
        Self {
            id: comment.id,
            parent: comment.parent,
            avatar: has_avatars.then(|| AvatarJson::of(app, &comment)),
            name: comment.name,
            mark: comment.mark.map(AuthorMark::as_str),
            url: comment.url,
            html: comment.html,
            created_at: comment.created_at.to_string(),
            up: comment.up,
            down: comment.down,
        }
    }
}

impl CommentListJson {
    fn of(app: &App, listing: CommentListing) -> Self {
        Self {
            next: listing.next.map(|cursor| cursor.to_string()),
            total: listing.total,
            items: listing
                .comments
                .into_iter()
                .map(|comment| CommentItem::of(app, comment))
                .collect(),
        }
    }
}

async fn list(
    app: Data<App>,
    request: HttpRequest,
    query: Query<CommentListQuery>,
) -> HandlerResult {
    let sort: Option<Sort> = read("sort", query.sort.as_deref())?;
    let (sort, named) = (sort.unwrap_or_default(), &query.thread);
    let cursor: Option<Cursor> = read("cursor", query.cursor.as_deref())?;
    if cursor.is_none() && query.limit.is_none() {
        let render = async |tx: &mut Tx, thread: ThreadState| {
            let listing = thread::list(tx, &thread, sort, None, USUAL).await?;
            Ok(Rendering::of(
                JSON,
                to_json(&CommentListJson::of(&app, listing))?,
            ))
        };
        let key = format!("json {sort} {named}");
        let config = app.config();
        return first_page::keep(&app, &config, &request, &key, named, render).await;
    }
    let key = thread_or_refuse(named, &app.config())?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let mut tx = app.read().await?;
    let thread = aliases::state_of(&mut tx, &key).await?;
    let listing = thread::list(&mut tx, &thread, sort, cursor, limit).await?;
    public_json(&request, &CommentListJson::of(&app, listing))
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
    email: Option<String>,
    url: Option<String>,
    body: String,
    /// The page's title and address, for threads that no feed knows.
    title: Option<String>,
    page_url: Option<String>,
    #[serde(default)]
    notify: bool,
    /// The token of an element's form, and its honeypot.
    form_token: Option<String>,
    website_url: Option<String>,
    /// The solved challenge, or a text that says why there is none.
    proof: Option<String>,
}

impl From<NewCommentJson> for CommentDraft {
    fn from(json: NewCommentJson) -> Self {
        Self {
            thread: json.thread,
            title: json.title.unwrap_or_default(),
            page_url: json.page_url.unwrap_or_default(),
            parent: json.parent.map_or_else(String::new, |id| id.to_string()),
            name: json.name,
            email: json.email.unwrap_or_default(),
            url: json.url.unwrap_or_default(),
            body: json.body,
            notify: if json.notify { NOTIFY } else { "" }.to_owned(),
            form_token: json.form_token.unwrap_or_default(),
            website_url: json.website_url.unwrap_or_default(),
            proof: json.proof.unwrap_or_default(),
            ..Self::default()
        }
    }
}

#[derive(Serialize)]
struct CreatedCommentJson {
    id: CommentId,
    status: &'static str,
    /// What proves the author of a form next time, as the header `Gudok-Author`.
    #[serde(skip_serializing_if = "Option::is_none")]
    author_token: Option<String>,
    /// Seconds for which that author may change the comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    changeable_for: Option<i64>,
}

async fn create(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    request: HttpRequest,
    json: Json<NewCommentJson>,
) -> HandlerResult {
    let known = author_token::known(&app, &request);
    let draft = CommentDraft::from(json.into_inner());
    let config = app.config();
    thread_or_refuse(&draft.thread, &config)?;
    let mut comment = draft
        .parse(Channel::Api, page.locale(), caller.ip.0, known, &config)
        .map_err(WebError::Invalid)?;
    let author_token = for_element(&app, &request, &draft.form_token, &mut comment)?;
    comment.solved = SolvedChallenge::read(&app, &draft.proof);
    // Who says that it cannot prove anything is not asked again: the comment waits.
    comment.can_prove = author_token.is_some() && draft.proof.is_empty();
    let submitted = take(&app, &mut comment, caller.user_agent.as_deref()).await?;
    Ok(created(submitted, author_token))
}

/// Gives a comment with an element's form token the limits of forms, and its author the token that stands for the cookie.
fn for_element(
    app: &App,
    request: &HttpRequest,
    token: &str,
    comment: &mut NewComment,
) -> Result<Option<String>, WebError> {
    if !form_token::check_json(app.signer(), token, app.now())? {
        return Ok(None);
    }
    let (author, author_token) = author_token::keep(app, request);
    comment.channel = Channel::Form;
    comment.browser = Some(author);
    Ok(Some(author_token))
}

fn created(submitted: Submitted, author_token: Option<String>) -> HttpResponse {
    // A repeated post must not tell what a moderator decided meanwhile.
    let (code, status) = match submitted.status {
        CommentStatus::Approved => (StatusCode::CREATED, CommentStatus::Approved),
        _ => (StatusCode::ACCEPTED, CommentStatus::Pending),
    };
    HttpResponse::build(code).json(CreatedCommentJson {
        id: submitted.id,
        status: status.as_str(),
        changeable_for: author_token.as_ref().map(|_| EDIT_WINDOW),
        author_token,
    })
}

/// The most threads of one request.
const MOST_THREADS: usize = 100;

/// `?thread=a&thread=b` gives `{"a": 1, "b": 2}`, with the names of the request.
async fn counts(app: Data<App>, request: HttpRequest) -> HandlerResult {
    let pairs = request.query_string().split('&');
    let wanted: Vec<&str> = pairs.filter(|pair| pair.starts_with("thread=")).collect();
    if wanted.is_empty() || wanted.len() > MOST_THREADS {
        return Err(WebError::field("thread", "comments-count-threads"));
    }
    let wanted = wanted.join("&");
    let look = async |kept: Option<&Stamp>| {
        let (counts, is_kept) = count(&app, &wanted).await?;
        let body = to_json(&counts)?;
        let stamp = Stamp::of(&body);
        if kept == Some(&stamp) {
            return Ok(Look::Unchanged);
        }
        Ok(Look::Changed {
            stamp,
            rendering: Rendering::of(JSON, body),
            is_kept,
        })
    };
    let key = format!("counts {wanted}");
    app.pages()
        .answer(&request, &key, &app.config(), look)
        .await
}

/// The number of comments of each thread of a query; and whether each is one with comments or the page of a feed, since other names
/// are without number.
async fn count(app: &App, query: &str) -> Result<(BTreeMap<String, i64>, bool), WebError> {
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let wanted: Vec<String> = pairs.map(|(_, thread)| thread.into_owned()).collect();
    let keys = wanted
        .iter()
        .map(|text| thread_or_refuse(text, &app.config()))
        .collect::<Result<Vec<_>, _>>()?;
    let mut tx = app.read().await?;
    let keys = aliases::pages_of(&mut tx, &keys).await?;
    let known = thread::counts(&mut tx, &keys).await?;
    let others: Vec<_> = keys.iter().filter(|key| !known.contains_key(key)).collect();
    let titles = thread::titles(&mut tx, &others).await?;
    let are_known = titles.iter().all(Option::is_some);
    let count = |key| known.get(key).copied().unwrap_or(0);
    let counts = wanted.into_iter().zip(&keys);
    let counts = counts.map(|(text, key)| (text, count(key))).collect();
    Ok((counts, are_known))
}
