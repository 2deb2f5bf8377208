//! `/comments/notices`: the mailed links that prove an address and end reply notices. Only a button's POST acts.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use askama::Template;

use super::author_cookie;
use crate::app::App;
use crate::comments::display::thread_name;
use crate::comments::notices::{AddressProof, NoticeSubscription, proof, subscription};
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
    proof_page(page, &link, &question)
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
    let mut answer = proof_page(page, &link, &question)?;
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
    thread: String,
    is_proved: bool,
}

/// The page that proves an address for reply notices. Only its button acts.
fn proof_page(page: PageContext, link: &str, question: &AddressProof) -> HandlerResult {
    let template = ProofPage {
        page: page.in_locale(question.locale),
        path: format!("/comments/notices/{link}/confirmation"),
        thread: thread_path(&question.thread_key),
        is_proved: question.is_proved,
    };
    html(StatusCode::OK, &template)
}
