//! A thread with its form: as a page of ours, and as a fragment that other pages show.

use actix_web::HttpRequest;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue, REFERRER_POLICY};
use actix_web::http::{Method, StatusCode};
use askama::Template;

use super::form_state::ThreadRead;
use super::thread_content::{LinkBase, ThreadContent};
use super::thread_query::ThreadQuery;
use crate::app::App;
use crate::web::csp;
use crate::web::{HandlerResult, PageContext, form_token, html, public_html};

/// Lets browsers say that the forms of the page are ours: with `no-referrer` they would send `Origin: null`.
pub(super) fn own_origin() -> (HeaderName, HeaderValue) {
    (REFERRER_POLICY, HeaderValue::from_static("same-origin"))
}

#[derive(Template)]
#[template(path = "pages/comments/thread.html")]
pub(super) struct ThreadPage {
    page: PageContext,
    thread: ThreadContent,
}

impl ThreadPage {
    pub(super) fn new(
        app: &App,
        page: PageContext,
        query: &ThreadQuery,
        mut thread: ThreadRead,
    ) -> Self {
        let token = &mut thread.form.draft.form_token;
        *token = form_token::reissue(app.signer(), token, app.now());
        let thread = ThreadContent::new(&page, LinkBase::Page, &app.config(), query, thread);
        Self { page, thread }
    }
}

/// A thread's page with its form. It is the reader's own where it holds what they typed or wrote.
pub(super) fn thread_page(
    status: StatusCode,
    app: &App,
    request: &HttpRequest,
    page: PageContext,
    query: &ThreadQuery,
    thread: ThreadRead,
) -> HandlerResult {
    let is_asked_for = request.method() == Method::GET;
    let own = &thread.form;
    let is_personal =
        !own.waiting.is_empty() || !own.changeable.is_empty() || !own.votes.is_empty();
    let template = ThreadPage::new(app, page, query, thread);
    let mut answer = if is_asked_for && !is_personal {
        public_html(request, &template)?
    } else {
        html(status, &template)?
    };
    if is_personal {
        let private = HeaderValue::from_static("private, no-store");
        answer.headers_mut().insert(CACHE_CONTROL, private);
    }
    let (name, value) = own_origin();
    answer.headers_mut().insert(name, value);
    let leads_back = !template.thread.draft.return_to.is_empty();
    let policy = csp::thread(&app.config(), query.is_embedded(), leads_back);
    csp::set(&mut answer, &policy);
    Ok(answer)
}

/// A thread with its form as one element for a page elsewhere. Its links are whole addresses, and its form has no token.
#[derive(Template)]
#[template(path = "pages/comments/fragment.html")]
pub(super) struct ThreadFragment {
    page: PageContext,
    thread: ThreadContent,
}

impl ThreadFragment {
    pub(super) fn new(
        app: &App,
        page: PageContext,
        query: &ThreadQuery,
        thread: ThreadRead,
    ) -> Self {
        let thread = ThreadContent::new(&page, LinkBase::Elsewhere, &app.config(), query, thread);
        Self { page, thread }
    }
}
