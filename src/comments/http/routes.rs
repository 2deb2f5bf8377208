//! `/comments`: a thread as a page, its form, and its feed.

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{LOCATION, RETRY_AFTER};
use actix_web::web::{self, Data, Form, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::errors::thread_or_refuse;
use super::first_page::{self, FirstPage};
use super::form_state::{FormNotice, FormState, ThreadRead};
use super::pages::{ThreadFragment, thread_page};
use super::thread_query::ThreadQuery;
use super::{
    atom, author_cookie, author_links, avatars, decision_link, flags, live, my_data, notices, own,
    preview, votes, waiting,
};
use crate::app::App;
use crate::challenges::SolvedChallenge;
use crate::comments::aliases;
use crate::comments::model::{Channel, CommentId, CommentStatus, Submitted};
use crate::comments::thread::{self, order::Sort};
use crate::comments::thread_key::ThreadKey;
use crate::comments::votes::of_browser;
use crate::comments::write::form::{self, CommentDraft};
use crate::comments::write::take;
use crate::config::Config;
use crate::i18n::FieldError;
use crate::token::TokenHash;
use crate::web::form_token::{FormToken, check};
use crate::web::{Caller, HandlerResult, PageContext, WebError, public_html, return_to};

/// Mounts the pages of comments.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/comments")
                .route(web::get().to(show))
                .route(web::post().to(post)),
        )
        .route("/comments.atom", web::get().to(feed))
        .configure(own::routes)
        .configure(votes::routes)
        .configure(notices::routes)
        .configure(author_links::routes)
        .configure(avatars::routes)
        .configure(my_data::routes)
        .configure(flags::routes)
        .configure(decision_link::routes);
}

/// Mounts the fragments of a thread, below `/fragments`.
pub fn fragment_routes(config: &mut ServiceConfig) {
    config
        .route("/comments", web::get().to(fragment))
        .configure(own::fragment_routes)
        .configure(preview::routes)
        .configure(live::routes)
        .configure(waiting::routes);
}

async fn fragment(
    app: Data<App>,
    request: HttpRequest,
    query: Query<ThreadQuery>,
) -> HandlerResult {
    let query = query.into_inner().unframed();
    if query.is_first_page() {
        return first_page::answer(&app, &request, FirstPage::Fragment, &query).await;
    }
    let page = PageContext::of(&request, &app.config()).at(&query.with(&[]));
    let thread = read(&app, &query, None, FormState::default()).await?;
    public_html(&request, &ThreadFragment::new(&app, page, &query, thread))
}

async fn show(app: Data<App>, request: HttpRequest, query: Query<ThreadQuery>) -> HandlerResult {
    let query = query.into_inner().settled();
    let browser = author_cookie::known(&app, &request);
    if query.is_first_page() && !is_personal(&app, &query, browser.as_ref()).await? {
        return first_page::answer(&app, &request, FirstPage::Page, &query).await;
    }
    let page = PageContext::of(&request, &app.config());
    if let Some((path, id)) = moved(&app, &query).await? {
        let location = format!("{}#comment-{id}", page.link(&path));
        return Ok(HttpResponse::Found()
            .insert_header((LOCATION, location))
            .finish());
    }
    let form = FormState {
        notice: FormNotice::of_word(&query.done),
        ..FormState::default()
    };
    let thread = read(&app, &query, browser, form).await?;
    thread_page(StatusCode::OK, &app, &request, page, &query, thread)
}

/// True for a browser that sees something on the page which others don't: waiting comments, links to change some, its votes.
async fn is_personal(
    app: &App,
    query: &ThreadQuery,
    browser: Option<&TokenHash>,
) -> Result<bool, WebError> {
    let Some(browser) = browser else {
        return Ok(false);
    };
    let named = thread_or_refuse(&query.thread, &app.config())?;
    let mut tx = app.read().await?;
    if thread::has_own(&mut tx, browser, app.now()).await? {
        return Ok(true);
    }
    let thread = aliases::state_of(&mut tx, &named).await?;
    let votes = of_browser(&mut tx, app, &thread, Some(browser)).await?;
    Ok(!votes.is_empty())
}

/// The new path of a comment whose page moved after its link was mailed.
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

/// The part of the thread that is asked for, and the form with what it shows of the thread.
async fn read(
    app: &App,
    query: &ThreadQuery,
    browser: Option<TokenHash>,
    mut form: FormState,
) -> Result<ThreadRead, WebError> {
    let named = thread_or_refuse(&query.thread, &app.config())?;
    let mut tx = app.read().await?;
    let thread = aliases::state_of(&mut tx, &named).await?;
    let view = thread::view(&mut tx, &thread, query.sort(), query.part()).await?;
    form.waiting = thread::waiting(&mut tx, &thread, browser.as_ref()).await?;
    form.changeable = thread::changeable(&mut tx, &thread, browser.as_ref(), app.now()).await?;
    form.votes = of_browser(&mut tx, app, &thread, browser.as_ref()).await?;
    if let Some(id) = form.draft.parent().or(query.reply()) {
        form.answers = thread::answered(&mut tx, &thread, id)
            .await?
            .map(|name| (id, name));
    }
    let rule = thread.moderation(&app.config().comments, app.now());
    Ok(ThreadRead {
        is_closed: rule.is_none(),
        key: thread.key,
        view,
        form,
    })
}

async fn post(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    request: HttpRequest,
    draft: Form<CommentDraft>,
) -> HandlerResult {
    let draft = draft.into_inner();
    let query = ThreadQuery::of_draft(&draft);
    let page = page.at(&query.with(&[]));
    thread_or_refuse(&draft.thread, &app.config())?;
    if !draft.preview.is_empty() {
        return previewed(&app, page, &request, &query, draft).await;
    }
    let (browser, cookie) = author_cookie::keep(&app, &request);
    let token = check(app.signer(), &draft.form_token, app.now());
    let refusal = match objection(token) {
        Some(refusal) => refusal,
        None => match taken(&app, &page, &caller, browser.clone(), &draft).await {
            Ok(submitted) => {
                let back = back(&app.config(), &draft, submitted);
                return Ok(see_thread(&page, &query, submitted, cookie, back));
            }
            Err(error) => FormRefusal::of(error)?,
        },
    };
    let form = FormState {
        draft,
        wrong: refusal.wrong,
        notice: refusal.notice,
        ..FormState::default()
    };
    let thread = read(&app, &query, Some(browser), form).await?;
    let mut answer = thread_page(refusal.status, &app, &request, page, &query, thread)?;
    if let Some(FormNotice::TooMany { retry_after }) = refusal.notice {
        answer.headers_mut().insert(RETRY_AFTER, retry_after.into());
    }
    Ok(answer)
}

/// The form again with everything that was typed, and the comment as it would be shown. Nothing is stored.
async fn previewed(
    app: &App,
    page: PageContext,
    request: &HttpRequest,
    query: &ThreadQuery,
    draft: CommentDraft,
) -> HandlerResult {
    let mut form = FormState::default();
    let mut status = StatusCode::OK;
    match preview::shown(&draft.body) {
        Ok(html) => form.preview = Some(html),
        Err(error) => {
            form.wrong.push(error);
            status = StatusCode::UNPROCESSABLE_ENTITY;
        }
    }
    form.draft = draft;
    let browser = author_cookie::known(app, request);
    let thread = read(app, query, browser, form).await?;
    thread_page(status, app, request, page, query, thread)
}

/// A refused form. It is shown again with everything that was typed.
struct FormRefusal {
    status: StatusCode,
    notice: Option<FormNotice>,
    wrong: Vec<FieldError>,
}

impl FormRefusal {
    /// A refused form for a mistake of the author. Other errors are returned.
    fn of(error: WebError) -> Result<Self, WebError> {
        match error {
            WebError::Invalid(wrong) => {
                let unseen = wrong
                    .iter()
                    .find(|error| matches!(error.field, "parent" | "thread"));
                Ok(Self {
                    status: StatusCode::UNPROCESSABLE_ENTITY,
                    notice: unseen.map(|error| FormNotice::Wrong(error.key)),
                    wrong,
                })
            }
            WebError::TooMany { retry_after } => Ok(Self::saying(
                StatusCode::TOO_MANY_REQUESTS,
                FormNotice::TooMany { retry_after },
            )),
            other => Err(other),
        }
    }

    fn saying(status: StatusCode, notice: FormNotice) -> Self {
        Self {
            status,
            notice: Some(notice),
            wrong: Vec::new(),
        }
    }
}

/// The refusal for a missing, early, old or forged form token.
fn objection(token: FormToken) -> Option<FormRefusal> {
    let (status, notice) = match token {
        FormToken::Good => return None,
        FormToken::Missing => (StatusCode::OK, FormNotice::PressAgain),
        FormToken::TooFast => (StatusCode::UNPROCESSABLE_ENTITY, FormNotice::TooFast),
        FormToken::Stale | FormToken::Forged => {
            (StatusCode::UNPROCESSABLE_ENTITY, FormNotice::Stale)
        }
    };
    Some(FormRefusal::saying(status, notice))
}

async fn taken(
    app: &App,
    page: &PageContext,
    caller: &Caller,
    browser: TokenHash,
    draft: &CommentDraft,
) -> Result<Submitted, WebError> {
    let mut comment = draft
        .parse(
            Channel::Form,
            page.locale(),
            caller.ip.0,
            Some(browser),
            &app.config(),
        )
        .map_err(WebError::Invalid)?;
    comment.solved = SolvedChallenge::read(app, &draft.proof);
    Ok(take(app, &mut comment, caller.user_agent.as_deref()).await?)
}

/// The page of the site that the form came from, when it names one.
fn back(config: &Config, draft: &CommentDraft, submitted: Submitted) -> Option<String> {
    let outcome = match submitted.status {
        CommentStatus::Approved => "commented",
        _ => "held",
    };
    return_to::place(config, &draft.return_to, outcome)
}

/// Redirects to the thread or back to the site, so that a reload posts nothing.
fn see_thread(
    page: &PageContext,
    query: &ThreadQuery,
    submitted: Submitted,
    cookie: Cookie<'static>,
    back: Option<String>,
) -> HttpResponse {
    let id = submitted.id.to_string();
    let location = if let Some(back) = back {
        back
    } else if submitted.status == CommentStatus::Approved {
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

/// The feed of a thread, or without one that of all threads.
async fn feed(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    query: Query<ThreadQuery>,
) -> HandlerResult {
    if query.thread.is_empty() {
        return atom::of_site(&app, &request, IN_FEED).await;
    }
    let named = thread_or_refuse(&query.thread, &app.config())?;
    let mut tx = app.read().await?;
    let thread = aliases::state_of(&mut tx, &named).await?;
    let listing = thread::list(&mut tx, &thread, Sort::Newest, None, IN_FEED).await?;
    drop(tx);
    atom::of_thread(&app, &page, &thread.key, listing)
}
