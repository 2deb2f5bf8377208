//! `/comments`: a thread as a page, its form, its feed, and the end of reply notices.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data, Form, Path, Query, ServiceConfig};

use super::address::ThreadQuery;
use super::form::{Draft, Raw, thread_or_refuse};
use super::order::Sort;
use super::pages::{FormState, Notice, notices_page, thread_page};
use super::submit::{Door, Submitted, submit};
use super::thread;
use super::{Status, feed, replies};
use crate::app::App;
use crate::web::form::{FormToken, check};
use crate::web::{Answer, ClientIp, FieldError, Page, WebError};

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
            web::resource("/comments/notices/{token}")
                .route(web::get().to(notices))
                .route(web::post().to(end_notices)),
        );
}

async fn show(app: Data<App>, page: Page, query: Query<ThreadQuery>) -> Answer {
    let form = FormState {
        notice: Notice::of_word(&query.done),
        ..FormState::default()
    };
    show_with(StatusCode::OK, &app, page, &query, form).await
}

/// The thread with the form as it is filled in.
async fn show_with(
    status: StatusCode,
    app: &App,
    page: Page,
    query: &ThreadQuery,
    mut form: FormState,
) -> Answer {
    let key = thread_or_refuse(&query.thread, app.config())?;
    let mut tx = app.read().await?;
    let view = thread::view(&mut tx, &key, query.sort(), query.part()).await?;
    if let Some(id) = form.draft.parent().or(query.reply()) {
        form.answers = thread::answered(&mut tx, &key, id)
            .await?
            .map(|name| (id, name));
    }
    drop(tx);
    thread_page(status, app, page, query, &key, view, form)
}

async fn post(app: Data<App>, page: Page, ip: ClientIp, draft: Form<Draft>) -> Answer {
    let draft = draft.into_inner();
    let again = |notice, wrong| FormState {
        draft: draft.clone(),
        wrong,
        notice,
        answers: None,
    };
    let query = ThreadQuery::of_draft(&draft);
    let page = page.at(&query.with(&[]));
    thread_or_refuse(&draft.thread, app.config())?;
    let token = check(app.signer(), &draft.form_token, app.now());
    if let Some((status, notice)) = objection(token) {
        return show_with(status, &app, page, &query, again(Some(notice), Vec::new())).await;
    }
    match taken(&app, &page, ip, &draft).await {
        Ok(submitted) => Ok(see_thread(&page, &query, submitted)),
        Err(WebError::Invalid(wrong)) => {
            let unseen = wrong.iter().find(|error| error.field == "parent");
            let form = again(unseen.map(|error| Notice::Wrong(error.key)), wrong.clone());
            show_with(StatusCode::UNPROCESSABLE_ENTITY, &app, page, &query, form).await
        }
        Err(error) => Err(error),
    }
}

/// What is said to a form that does not come from a page served a moment ago.
fn objection(token: FormToken) -> Option<(StatusCode, Notice)> {
    match token {
        FormToken::Good => None,
        FormToken::Missing => Some((StatusCode::OK, Notice::PressAgain)),
        FormToken::TooFast => Some((StatusCode::UNPROCESSABLE_ENTITY, Notice::TooFast)),
        FormToken::Stale | FormToken::Forged => {
            Some((StatusCode::UNPROCESSABLE_ENTITY, Notice::Stale))
        }
    }
}

async fn taken(app: &App, page: &Page, ip: ClientIp, draft: &Draft) -> Result<Submitted, WebError> {
    let comment = Raw::from(draft)
        .read(Door::Form, page.locale(), ip)
        .map_err(|wrong: Vec<FieldError>| WebError::Invalid(wrong))?;
    let mut tx = app.write().await?;
    let submitted = submit(&mut tx, app, &comment).await?;
    tx.commit().await?;
    Ok(submitted)
}

/// Back to the thread by GET, so that reloading the page posts nothing.
fn see_thread(page: &Page, query: &ThreadQuery, submitted: Submitted) -> HttpResponse {
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
        .finish()
}

/// Comments in a thread's feed.
const IN_FEED: usize = 50;

async fn atom(app: Data<App>, page: Page, query: Query<ThreadQuery>) -> Answer {
    let key = thread_or_refuse(&query.thread, app.config())?;
    let mut tx = app.read().await?;
    let listing = thread::list(&mut tx, &key, Sort::Newest, None, IN_FEED).await?;
    drop(tx);
    feed::atom(&app, &page, &key, listing)
}

async fn notices(app: Data<App>, page: Page, token: Path<String>) -> Answer {
    let mut tx = app.read().await?;
    let subscription = replies::subscription(&mut tx, app.signer(), &token, app.now()).await?;
    drop(tx);
    notices_page(page, format!("/comments/notices/{token}"), subscription)
}

/// The page's button and a mail program's one click (RFC 8058) alike; the link alone says what to do, so the body is not read.
async fn end_notices(app: Data<App>, page: Page, token: Path<String>) -> Answer {
    let mut tx = app.write().await?;
    let subscription = replies::end(&mut tx, app.signer(), &token, app.now()).await?;
    tx.commit().await?;
    notices_page(page, format!("/comments/notices/{token}"), subscription)
}
