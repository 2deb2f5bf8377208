//! `/fragments/waiting`: comments of this author in a thread that wait for a moderator. Without any, the answer is 204.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{self, Data, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::author_token;
use super::errors::thread_or_refuse;
use super::thread_content::{LinkBase, ThreadLinks, WaitingLine, waiting_lines};
use super::thread_query::ThreadQuery;
use crate::app::App;
use crate::comments::{aliases, thread};
use crate::web::{HandlerResult, PageContext, html};

/// Mounts the fragment, below `/fragments`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/waiting", web::get().to(waiting));
}

#[derive(Template)]
#[template(path = "fragments/waiting.html")]
struct WaitingFragment {
    page: PageContext,
    thread: WaitingComments,
}

/// What the template of a thread shows of them.
struct WaitingComments {
    waiting: Vec<WaitingLine>,
}

async fn waiting(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    query: Query<ThreadQuery>,
) -> HandlerResult {
    let named = thread_or_refuse(&query.thread, &app.config())?;
    let author = author_token::known(&app, &request);
    let mut tx = app.read().await?;
    let state = aliases::state_of(&mut tx, &named).await?;
    let waiting = thread::waiting(&mut tx, &state, author.as_ref()).await?;
    let changeable = thread::changeable(&mut tx, &state, author.as_ref(), app.now()).await?;
    drop(tx);
    let query = query.into_inner().unframed();
    let links = ThreadLinks::new(&page, LinkBase::Elsewhere, &query);
    let waiting = waiting_lines(waiting, &changeable, &links);
    let mut answer = if waiting.is_empty() {
        HttpResponse::NoContent().finish()
    } else {
        let thread = WaitingComments { waiting };
        html(StatusCode::OK, &WaitingFragment { page, thread })?
    };
    let private = HeaderValue::from_static("private, no-store");
    answer.headers_mut().insert(CACHE_CONTROL, private);
    Ok(answer)
}
