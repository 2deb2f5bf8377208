//! `/comments`: a thread as a page, its form, its feed, and the end of reply notices.

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{LOCATION, RETRY_AFTER};
use actix_web::web::{self, Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::address::ThreadQuery;
use super::form::{self, Draft, Raw, thread_or_refuse};
use super::order::Sort;
use super::pages::{FormState, Notice, notices_page, proof_page, thread_page};
use super::submit::{Door, Submitted, submit};
use super::thread;
use super::{CommentId, Status, ThreadKey, aliases, browser, feed, replies};
use crate::app::App;
use crate::i18n::FieldError;
use crate::token::TokenHash;
use crate::web::form_token::{FormToken, check};
use crate::web::{ClientIp, HandlerResult, PageContext, WebError};

/// Mounts the pages of comments.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/comments")
                .route(web::get().to(show))
                .route(web::post().to(post)),
        )
        .route("/comments.atom", web::get().to(atom))
        .service(
            web::resource("/comments/notices/{token}/confirmation")
                .route(web::get().to(question))
                .route(web::post().to(confirm)),
        )
        .service(
            web::resource("/comments/notices/{token}")
                .route(web::get().to(notices))
                .route(web::post().to(end_notices)),
        );
}

async fn show(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    query: Query<ThreadQuery>,
) -> HandlerResult {
    if let Some((path, id)) = moved(&app, &query).await? {
        let location = format!("{}#comment-{id}", page.link(&path));
        return Ok(HttpResponse::Found()
            .insert_header((LOCATION, location))
            .finish());
    }
    let form = FormState {
        notice: Notice::of_word(&query.done),
        ..FormState::default()
    };
    let browser = browser::known(&app, &request);
    show_with(StatusCode::OK, &app, page, &query, browser, form).await
}

/// Where a mailed link to a comment leads whose page has moved since.
async fn moved(app: &App, query: &ThreadQuery) -> Result<Option<(String, CommentId)>, WebError> {
    let (Some(id), Ok(old)) = (query.comment(), form::thread(&query.thread)) else {
        return Ok(None);
    };
    let mut tx = app.read().await?;
    let new = thread::moved(&mut tx, &old, id).await?;
    let is_ours = |key: &ThreadKey| {
        key.url()
            .is_none_or(|url| app.config().is_of_the_site(&url))
    };
    Ok(new
        .filter(is_ours)
        .map(|thread| (query.moved(&thread, id), id)))
}

/// The thread with the form as it is filled in.
async fn show_with(
    status: StatusCode,
    app: &App,
    page: PageContext,
    query: &ThreadQuery,
    browser: Option<TokenHash>,
    mut form: FormState,
) -> HandlerResult {
    let key = thread_or_refuse(&query.thread, app.config())?;
    let mut tx = app.read().await?;
    let key = aliases::page_of(&mut tx, &key).await?;
    let view = thread::view(&mut tx, &key, query.sort(), query.part()).await?;
    form.waiting = thread::waiting(&mut tx, &key, browser.as_ref()).await?;
    if let Some(id) = form.draft.parent().or(query.reply()) {
        form.answers = thread::answered(&mut tx, &key, id)
            .await?
            .map(|name| (id, name));
    }
    drop(tx);
    thread_page(status, app, page, query, &key, view, form)
}

async fn post(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    request: HttpRequest,
    draft: Form<Draft>,
) -> HandlerResult {
    let draft = draft.into_inner();
    let query = ThreadQuery::of_draft(&draft);
    let page = page.at(&query.with(&[]));
    thread_or_refuse(&draft.thread, app.config())?;
    let (browser, cookie) = browser::keep(&app, &request);
    let token = check(app.signer(), &draft.form_token, app.now());
    let refusal = match objection(token) {
        Some(refusal) => refusal,
        None => match taken(&app, &page, ip, browser.clone(), &draft).await {
            Ok(submitted) => return Ok(see_thread(&page, &query, submitted, cookie)),
            Err(error) => Refusal::of(error)?,
        },
    };
    let form = FormState {
        draft,
        wrong: refusal.wrong,
        notice: refusal.notice,
        ..FormState::default()
    };
    let mut answer = show_with(refusal.status, &app, page, &query, Some(browser), form).await?;
    if let Some(seconds) = refusal.retry_after {
        answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    Ok(answer)
}

/// A form that comes back with everything that was typed, and what is said to it.
struct Refusal {
    status: StatusCode,
    notice: Option<Notice>,
    wrong: Vec<FieldError>,
    /// Seconds.
    retry_after: Option<i64>,
}

impl Refusal {
    /// A refusal for a mistake of the author's; any other error stays one.
    fn of(error: WebError) -> Result<Self, WebError> {
        match error {
            WebError::Invalid(wrong) => {
                let unseen = wrong.iter().find(|error| error.field == "parent");
                Ok(Self {
                    status: StatusCode::UNPROCESSABLE_ENTITY,
                    notice: unseen.map(|error| Notice::Wrong(error.key)),
                    retry_after: None,
                    wrong,
                })
            }
            WebError::TooMany { retry_after } => Ok(Self {
                status: StatusCode::TOO_MANY_REQUESTS,
                notice: Some(Notice::TooMany),
                wrong: Vec::new(),
                retry_after: Some(retry_after),
            }),
            other => Err(other),
        }
    }

    fn saying(status: StatusCode, notice: Notice) -> Self {
        Self {
            status,
            notice: Some(notice),
            wrong: Vec::new(),
            retry_after: None,
        }
    }
}

/// What is said to a form that does not come from a page served a moment ago.
fn objection(token: FormToken) -> Option<Refusal> {
    let (status, notice) = match token {
        FormToken::Good => return None,
        FormToken::Missing => (StatusCode::OK, Notice::PressAgain),
        FormToken::TooFast => (StatusCode::UNPROCESSABLE_ENTITY, Notice::TooFast),
        FormToken::Stale | FormToken::Forged => (StatusCode::UNPROCESSABLE_ENTITY, Notice::Stale),
    };
    Some(Refusal::saying(status, notice))
}

async fn taken(
    app: &App,
    page: &PageContext,
    ip: ClientIp,
    browser: TokenHash,
    draft: &Draft,
) -> Result<Submitted, WebError> {
    let mut comment = Raw::from(draft)
        .read(Door::Form, page.locale(), ip, Some(browser), app.config())
        .map_err(|wrong: Vec<FieldError>| WebError::Invalid(wrong))?;
    let mut tx = app.write().await?;
    comment.thread = aliases::page_of(&mut tx, &comment.thread).await?;
    let submitted = submit(&mut tx, app, &comment).await?;
    tx.commit().await?;
    Ok(submitted)
}

/// Back to the thread by GET, so that reloading the page posts nothing.
fn see_thread(
    page: &PageContext,
    query: &ThreadQuery,
    submitted: Submitted,
    cookie: Cookie<'static>,
) -> HttpResponse {
    let id = submitted.id.to_string();
    let location = if submitted.status == Status::Approved {
        let path = query.with(&[("done", "posted".into()), ("comment", id.clone())]);
        format!("{}#comment-{id}", page.link(&path))
    } else {
        format!(
            "{}#notice",
            page.link(&query.with(&[("done", "held".into())]))
        )
    };
    HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .cookie(cookie)
        .finish()
}

/// Comments in a thread's feed.
const IN_FEED: usize = 50;

async fn atom(app: Data<App>, page: PageContext, query: Query<ThreadQuery>) -> HandlerResult {
    let key = thread_or_refuse(&query.thread, app.config())?;
    let mut tx = app.read().await?;
    let key = aliases::page_of(&mut tx, &key).await?;
    let listing = thread::list(&mut tx, &key, Sort::Newest, None, IN_FEED).await?;
    drop(tx);
    feed::atom(&app, &page, &key, listing)
}

async fn notices(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let subscription = replies::subscription(&mut tx, app.signer(), &token, app.now()).await?;
    drop(tx);
    notices_page(page, format!("/comments/notices/{token}"), subscription)
}

/// The page's button and a mail program's one click (RFC 8058) alike; the link alone says what to do, so the body is not read.
async fn end_notices(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.write().await?;
    let subscription = replies::end(&mut tx, app.signer(), &token, app.now()).await?;
    tx.commit().await?;
    notices_page(page, format!("/comments/notices/{token}"), subscription)
}

/// The page of a mailed link that asks whether an address is its reader's; nothing happens before its button.
async fn question(app: Data<App>, page: PageContext, link: Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let question = replies::question(&mut tx, app.signer(), &link, app.now()).await?;
    drop(tx);
    proof_page(page, &link, &question)
}

async fn confirm(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    link: Path<String>,
) -> HandlerResult {
    let (browser, cookie) = browser::keep(&app, &request);
    let mut tx = app.write().await?;
    let question = replies::prove(&mut tx, app.signer(), &link, &browser, app.now()).await?;
    tx.commit().await?;
    let mut answer = proof_page(page, &link, &question)?;
    answer.add_cookie(&cookie).map_err(|error| {
        tracing::error!(%error, "a cookie could not be written");
        WebError::Internal
    })?;
    Ok(answer)
}
