//! The first page of a thread in each of its forms. It is rendered once, and kept until the thread changes.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue};

use super::errors::thread_or_refuse;
use super::form_state::{FormState, ThreadRead};
use super::pages::{ThreadFragment, ThreadPage, own_origin};
use super::thread_query::ThreadQuery;
use crate::app::App;
use crate::clock::MINUTE;
use crate::comments::aliases;
use crate::comments::thread::{self, ThreadPart, ThreadState};
use crate::config::Config;
use crate::store::Tx;
use crate::web::csp;
use crate::web::page_cache::{Look, Rendering, Stamp};
use crate::web::page_context::PageLanguage;
use crate::web::{HTML, HandlerResult, PageContext, WebError, render};

/// How long a page with a form token is kept at most: its token must be good for nearly as long as a fresh one.
const TOKEN_KEPT: i64 = 10 * MINUTE;

/// A form of the first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FirstPage {
    /// The whole page, with a form token.
    Page,
    /// The element for pages elsewhere.
    Fragment,
}

/// Answers with the first page of a thread.
pub(super) async fn answer(
    app: &App,
    request: &HttpRequest,
    form: FirstPage,
    query: &ThreadQuery,
) -> HandlerResult {
    let config = app.config();
    let PageLanguage { locale, is_chosen } = PageLanguage::of(request, &config);
    let key = format!("{form:?} {locale} {is_chosen} {}", query.cache_key());
    let render = async |tx: &mut Tx, thread: ThreadState| {
        let now = app.now();
        let closing = thread.closes_at(&config.comments).filter(|end| *end > now);
        let read = ThreadRead {
            is_closed: thread.moderation(&config.comments, now).is_none(),
            view: thread::view(tx, &thread, query.sort(), ThreadPart::First).await?,
            key: thread.key,
            form: FormState::default(),
        };
        let page = PageContext::of(request, &config).at(&query.with(&[]));
        let (body, until) = match form {
            FirstPage::Page => {
                let until = now.plus(TOKEN_KEPT);
                let until = closing.map_or(until, |end| end.min(until));
                (
                    render(&ThreadPage::new(app, page, query, read))?,
                    Some(until),
                )
            }
            FirstPage::Fragment => (
                render(&ThreadFragment::new(app, page, query, read))?,
                closing,
            ),
        };
        Ok(Rendering {
            content_type: HTML,
            body,
            headers: headers(form, query, &config),
            until,
        })
    };
    keep(app, &config, request, &key, &query.thread, render).await
}

/// Headers of the page: where its forms come from, what its script may ask, and in a frame, who may show it.
fn headers(
    form: FirstPage,
    query: &ThreadQuery,
    config: &Config,
) -> Vec<(HeaderName, HeaderValue)> {
    let is_page = form == FirstPage::Page;
    let policy = is_page.then(|| csp::thread(config, query.is_embedded(), false));
    let policy = policy.and_then(|policy| HeaderValue::try_from(policy).ok());
    let named = policy.map(|policy| (CONTENT_SECURITY_POLICY, policy));
    named.into_iter().chain([own_origin()]).collect()
}

/// Answers with the kept body of this key, and renders it where the thread has changed, or another configuration is in
/// force. Names of threads that nobody has written in are without number, so their bodies are not kept.
pub(super) async fn keep(
    app: &App,
    config: &Arc<Config>,
    request: &HttpRequest,
    key: &str,
    thread: &str,
    render: impl AsyncFnOnce(&mut Tx, ThreadState) -> Result<Rendering, WebError>,
) -> HandlerResult {
    let look = async |kept: Option<&Stamp>| {
        let named = thread_or_refuse(thread, config)?;
        let mut tx = app.read().await?;
        let thread = aliases::state_of(&mut tx, &named).await?;
        let stamp = Stamp::of(&thread);
        if kept == Some(&stamp) {
            return Ok(Look::Unchanged);
        }
        let is_kept = thread.is_known();
        Ok(Look::Changed {
            rendering: render(&mut tx, thread).await?,
            stamp,
            is_kept,
        })
    };
    app.pages().answer(request, key, config, look).await
}
