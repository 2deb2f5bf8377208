//! `/comments/notices`: the mailed links that prove an address, choose which notices come, and end them. Only a button's POST acts.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, Path, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::author_cookie;
use crate::app::App;
use crate::comments::display::thread_name;
use crate::comments::notices::{
    AddressProof, NoticeChoice, NoticePace, NoticeScope, NoticeSubscription, proof, subscription,
};
use crate::comments::paths::thread_path;
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Mounts the pages behind mailed links.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/comments/notices/{token}/confirmation")
                .route(web::get().to(question))
                .route(web::post().to(confirm)),
        )
        .service(
            web::resource("/comments/notices/{token}/choice")
                .route(web::get().to(choice))
                .route(web::post().to(choose)),
        )
        .service(
            web::resource("/comments/notices/{token}/everywhere")
                .route(web::get().to(everywhere))
                .route(web::post().to(end_everywhere)),
        )
        .service(
            web::resource("/comments/notices/{token}")
                .route(web::get().to(notices))
                .route(web::post().to(end_notices)),
        );
}

async fn notices(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let subscription = subscription::subscription(&mut tx, app.signer(), &token, app.now()).await?;
    drop(tx);
    notices_page(page, format!("/comments/notices/{token}"), subscription)
}

/// POST of the page's button, and of a mail program's one click (RFC 8058). The link alone decides, so the body is not read.
async fn end_notices(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.write().await?;
    let subscription = subscription::end(&mut tx, app.signer(), &token, app.now()).await?;
    tx.commit().await?;
    notices_page(page, format!("/comments/notices/{token}"), subscription)
}

/// The fields of the choice for one thread.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ChoiceForm {
    scope: String,
    pace: String,
}

impl ChoiceForm {
    fn choice(&self) -> Result<NoticeChoice, WebError> {
        Ok(NoticeChoice {
            scope: self.scope.parse().map_err(WebError::Malformed)?,
            pace: self.pace.parse().map_err(WebError::Malformed)?,
        })
    }
}

/// The page that chooses which notices of a thread come, and when. Only its button acts.
async fn choice(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let subscription = subscription::subscription(&mut tx, app.signer(), &token, app.now()).await?;
    drop(tx);
    choice_page(page, &token, subscription, false)
}

async fn choose(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    form: Form<ChoiceForm>,
) -> HandlerResult {
    let choice = form.choice()?;
    let mut tx = app.write().await?;
    let subscription =
        subscription::choose(&mut tx, app.signer(), &token, choice, app.now()).await?;
    tx.commit().await?;
    choice_page(page, &token, subscription, true)
}

/// The page that ends the notices of all threads. Only its button acts.
async fn everywhere(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let subscription = subscription::subscription(&mut tx, app.signer(), &token, app.now()).await?;
    drop(tx);
    everywhere_page(page, &token, &subscription)
}

async fn end_everywhere(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.write().await?;
    let subscription =
        subscription::end_everywhere(&mut tx, app.signer(), &token, app.now()).await?;
    tx.commit().await?;
    everywhere_page(page, &token, &subscription)
}

/// The page behind a mailed link that proves an address. Only its button acts.
async fn question(app: Data<App>, page: PageContext, link: Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let question = proof::question(&mut tx, app.signer(), &link, app.now()).await?;
    drop(tx);
    proof_page(&app, page, &link, &question)
}

async fn confirm(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    link: Path<String>,
) -> HandlerResult {
    let (browser, cookie) = author_cookie::keep(&app, &request);
    let mut tx = app.write().await?;
    let question = proof::prove(&mut tx, app.signer(), &link, &browser, app.now()).await?;
    tx.commit().await?;
    let mut answer = proof_page(&app, page, &link, &question)?;
    answer.add_cookie(&cookie).map_err(|error| {
        tracing::error!(%error, "a cookie could not be written");
        WebError::Internal
    })?;
    Ok(answer)
}

#[derive(Template)]
#[template(path = "pages/comments/notices.html")]
struct NoticesPage {
    page: PageContext,
    path: String,
    choice: String,
    everywhere: String,
    title: String,
    thread: String,
    is_on: bool,
}

/// The page that ends reply notices. Only its button acts.
fn notices_page(
    page: PageContext,
    path: String,
    subscription: NoticeSubscription,
) -> HandlerResult {
    let page = page.in_locale(subscription.locale);
    let title = thread_name(
        Some(subscription.title),
        page.translator(),
        page.site_name(),
    );
    let template = NoticesPage {
        choice: format!("{path}/choice"),
        everywhere: format!("{path}/everywhere"),
        path,
        thread: thread_path(&subscription.thread_key),
        title,
        is_on: subscription.is_on,
        page,
    };
    html(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "pages/comments/notices-choice.html")]
struct ChoicePage {
    page: PageContext,
    path: String,
    end: String,
    everywhere: String,
    title: String,
    thread: String,
    is_on: bool,
    is_saved: bool,
    choice: NoticeChoice,
}

impl ChoicePage {
    fn is_of_thread(&self) -> bool {
        self.choice.scope == NoticeScope::Thread
    }

    fn is_daily(&self) -> bool {
        self.choice.pace == NoticePace::Daily
    }
}

fn choice_page(
    page: PageContext,
    token: &str,
    subscription: NoticeSubscription,
    is_saved: bool,
) -> HandlerResult {
    let page = page.in_locale(subscription.locale);
    let choice = subscription.choice();
    let title = thread_name(
        Some(subscription.title),
        page.translator(),
        page.site_name(),
    );
    let end = format!("/comments/notices/{token}");
    let template = ChoicePage {
        path: format!("{end}/choice"),
        everywhere: format!("{end}/everywhere"),
        end,
        thread: thread_path(&subscription.thread_key),
        title,
        is_on: subscription.is_on,
        is_saved,
        choice,
        page,
    };
    html(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "pages/comments/notices-everywhere.html")]
struct EverywherePage {
    page: PageContext,
    path: String,
    thread: String,
    is_on: bool,
}

fn everywhere_page(
    page: PageContext,
    token: &str,
    subscription: &NoticeSubscription,
) -> HandlerResult {
    let template = EverywherePage {
        page: page.in_locale(subscription.locale),
        path: format!("/comments/notices/{token}/everywhere"),
        thread: thread_path(&subscription.thread_key),
        is_on: subscription.is_on_anywhere,
    };
    html(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "pages/comments/proof.html")]
struct ProofPage {
    page: PageContext,
    path: String,
    choice: String,
    thread: String,
    is_proved: bool,
}

/// The page that proves an address for reply notices. Only its button acts.
fn proof_page(app: &App, page: PageContext, link: &str, question: &AddressProof) -> HandlerResult {
    let template = ProofPage {
        page: page.in_locale(question.locale),
        path: format!("/comments/notices/{link}/confirmation"),
        choice: proof::choice_path(app.signer(), question),
        thread: thread_path(&question.thread_key),
        is_proved: question.is_proved,
    };
    html(StatusCode::OK, &template)
}
