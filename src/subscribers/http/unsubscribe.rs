//! Unsubscribing: a page with a button, and the one-click POST of RFC 8058. It needs no cookie, redirect or question.

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, Data, Path, ServiceConfig};
use askama::Template;

use super::respond::private;
use crate::app::App;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::{SubscriberState, find, links, unsubscribe};
use crate::token::Purpose;
use crate::web::{Caller, HandlerResult, PageContext};

/// Mounts the page and the click.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::resource("/unsubscribe/{token}")
            .route(web::get().to(page))
            .route(web::post().to(click)),
    );
}

#[derive(Template)]
#[template(path = "pages/subscribers/leave.html")]
struct LeavePage {
    page: PageContext,
    action: String,
}

#[derive(Template)]
#[template(path = "pages/subscribers/left.html")]
struct LeftPage {
    page: PageContext,
}

/// The page for somebody who has unsubscribed before, or is unknown.
#[derive(Template)]
#[template(path = "pages/subscribers/gone.html")]
struct GonePage {
    page: PageContext,
}

async fn page(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let id = links::verify(app.signer(), Purpose::Unsubscribe, &token, app.now())?;
    let subscriber = find(&mut app.read().await?, id).await?;
    let Some(subscriber) = subscriber else {
        return private(StatusCode::OK, &GonePage { page });
    };
    let page = page.in_locale(subscriber.locale);
    if subscriber.state == SubscriberState::Unsubscribed {
        return private(StatusCode::OK, &GonePage { page });
    }
    ask(page, &token)
}

async fn click(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    token: Path<String>,
    body: Bytes,
) -> HandlerResult {
    let id = links::verify(app.signer(), Purpose::Unsubscribe, &token, app.now())?;
    if !is_one_click(&body) {
        return ask(page, &token);
    }
    let mut tx = app.write().await?;
    let subscriber = find(&mut tx, id).await?;
    if let Some(subscriber) = &subscriber {
        let channel = if is_from_our_page(&body) {
            Channel::Unsubscribe
        } else {
            Channel::OneClick
        };
        let evidence = ConsentEvidence::of_request(channel, &caller, page.locale());
        unsubscribe(&mut tx, &app, subscriber.id, &evidence).await?;
        tx.commit().await?;
    }
    let page = subscriber.map_or(page.clone(), |subscriber| page.in_locale(subscriber.locale));
    private(StatusCode::OK, &LeftPage { page })
}

/// True for `List-Unsubscribe=One-Click` in either encoding of RFC 8058. A search for the words instead of a parser accepts odd
/// boundaries and line breaks too.
fn is_one_click(body: &[u8]) -> bool {
    let body = String::from_utf8_lossy(body).to_ascii_lowercase();
    body.contains("list-unsubscribe") && body.contains("one-click")
}

/// True for the button of our page; a mailbox provider posts the words of RFC 8058 alone.
fn is_from_our_page(body: &[u8]) -> bool {
    body.ends_with(b"&by=page")
}

fn ask(page: PageContext, token: &str) -> HandlerResult {
    let action = page.link(&format!("/unsubscribe/{token}"));
    private(StatusCode::OK, &LeavePage { page, action })
}
