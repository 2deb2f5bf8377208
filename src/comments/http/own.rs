//! `/comments/{id}/text` and `/comments/{id}/deletion`: an author changes or deletes a comment. The cookie proves who wrote it,
//! and the form's own token that the form is of the same browser.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, LOCATION, RETRY_AFTER};
use actix_web::web::{self, Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use serde::Deserialize;

use super::form_state::FormNotice;
use super::thread_content::{LinkBase, ThreadLinks};
use super::thread_query::ThreadQuery;
use super::{author_cookie, author_token};
use crate::app::App;
use crate::comments::model::{CommentId, CommentStatus, Submitted};
use crate::comments::write::content::CommentBody;
use crate::comments::write::{OwnCommentError, own_comment};
use crate::token::{Purpose, TokenHash};
use crate::web::{ClientIp, HandlerResult, PageContext, WebError, csp, html, see_other};

/// Mounts the pages of one comment.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/comments/{id:[0-9]+}/text")
                .route(web::get().to(show))
                .route(web::post().to(change)),
        )
        .route("/comments/{id:[0-9]+}/deletion", web::post().to(delete));
}

/// Mounts the same form for pages of other servers, below `/fragments`.
pub(super) fn fragment_routes(config: &mut ServiceConfig) {
    config.route("/comments/{id:[0-9]+}/text", web::get().to(fragment));
}

#[derive(Debug, Deserialize)]
struct OwnFields {
    #[serde(default)]
    own: String,
    #[serde(default)]
    text: String,
}

/// The form of one comment, for the template `pages/comments/own/form.html`.
struct OwnForm {
    action: String,
    deletion: String,
    cancel: String,
    /// The token of the form.
    token: String,
    text: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/comments/own.html")]
struct OwnPage {
    page: PageContext,
    is_embedded: bool,
    theme: String,
    own: OwnForm,
}

#[derive(Template)]
#[template(path = "fragments/own.html")]
struct OwnFragment {
    page: PageContext,
    own: OwnForm,
}

async fn show(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    id: Path<CommentId>,
    query: Query<ThreadQuery>,
) -> HandlerResult {
    let browser = author_cookie::known(&app, &request).ok_or(WebError::NotFound)?;
    let text = stored_text(&app, *id, &browser).await?;
    let query = query.into_inner().settled();
    let form = OwnForm::new(&app, &page, LinkBase::Page, &query, *id, &browser, text);
    own_page(StatusCode::OK, &app, page, query, form)
}

async fn fragment(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    id: Path<CommentId>,
    query: Query<ThreadQuery>,
) -> HandlerResult {
    let author = author_token::by_header(&app, &request).ok_or(WebError::NotFound)?;
    let text = stored_text(&app, *id, &author).await?;
    let query = query.into_inner().unframed();
    let own = OwnForm::new(&app, &page, LinkBase::Elsewhere, &query, *id, &author, text);
    Ok(private(html(StatusCode::OK, &OwnFragment { page, own })?))
}

async fn stored_text(
    app: &App,
    id: CommentId,
    browser: &TokenHash,
) -> Result<String, OwnCommentError> {
    let mut tx = app.read().await?;
    let comment = own_comment::find(&mut tx, id, browser, app.now()).await?;
    Ok(comment.body)
}

async fn change(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    request: HttpRequest,
    id: Path<CommentId>,
    query: Query<ThreadQuery>,
    fields: Form<OwnFields>,
) -> HandlerResult {
    let query = query.into_inner().settled();
    let browser = browser(&app, &request, *id, &fields.own)?;
    let refused = match changed(&app, *id, &browser, &fields.text, ip).await {
        Ok(changed) => return Ok(see_changed(&page, &query, changed)),
        Err(error) => error,
    };
    let error = match &refused {
        WebError::Invalid(wrong) => wrong.first().map(|wrong| page.say(wrong.key).to_string()),
        WebError::TooLate => Some(page.say("error-too-late-text").to_string()),
        WebError::TooMany { retry_after } => {
            let retry_after = *retry_after;
            Some(FormNotice::TooMany { retry_after }.text(page.translator()))
        }
        _ => return Err(refused),
    };
    let text = fields.into_inner().text;
    let mut form = OwnForm::new(&app, &page, LinkBase::Page, &query, *id, &browser, text);
    form.error = error;
    let status = refused.status_code();
    let mut answer = own_page(status, &app, page, query, form)?;
    if let WebError::TooMany { retry_after } = refused {
        answer.headers_mut().insert(RETRY_AFTER, retry_after.into());
    }
    Ok(answer)
}

async fn changed(
    app: &App,
    id: CommentId,
    browser: &TokenHash,
    text: &str,
    ip: ClientIp,
) -> Result<Submitted, WebError> {
    let body = CommentBody::parse(text);
    let body = body.map_err(|error| WebError::field("text", error.phrase()))?;
    let mut tx = app.write().await?;
    let changed = own_comment::edit(&mut tx, app, id, browser, &body, ip.0).await?;
    tx.commit().await?;
    Ok(changed)
}

async fn delete(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    id: Path<CommentId>,
    query: Query<ThreadQuery>,
    fields: Form<OwnFields>,
) -> HandlerResult {
    let browser = browser(&app, &request, *id, &fields.own)?;
    let mut tx = app.write().await?;
    own_comment::delete(&mut tx, &app, *id, &browser).await?;
    tx.commit().await?;
    let thread = query.into_inner().settled();
    let path = page.link(&thread.with(&[("done", "deleted".into())]));
    Ok(see_other(&format!("{path}#notice")))
}

/// The browser that wrote the comment. Its cookie alone does not prove that it sent the form.
fn browser(
    app: &App,
    request: &HttpRequest,
    id: CommentId,
    token: &str,
) -> Result<TokenHash, WebError> {
    let browser = author_cookie::known(app, request).ok_or(WebError::NotFound)?;
    let subject = app.signer().verify(Purpose::OwnComment, token, app.now());
    if subject.is_ok_and(|subject| subject == subject_of(id, &browser)) {
        Ok(browser)
    } else {
        Err(WebError::StaleForm)
    }
}

fn subject_of(id: CommentId, browser: &TokenHash) -> String {
    format!("{id}-{}", browser.as_str())
}

/// Redirects to the comment, or to the notice that it waits.
fn see_changed(page: &PageContext, query: &ThreadQuery, changed: Submitted) -> HttpResponse {
    let id = changed.id.to_string();
    let location = if changed.status == CommentStatus::Approved {
        let path = query.with(&[("done", "changed".into()), ("comment", id.clone())]);
        format!("{}#comment-{id}", page.link(&path))
    } else {
        let path = query.with(&[("done", "held".into())]);
        format!("{}#notice", page.link(&path))
    };
    HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .finish()
}

impl OwnForm {
    fn new(
        app: &App,
        page: &PageContext,
        base: LinkBase,
        query: &ThreadQuery,
        id: CommentId,
        browser: &TokenHash,
        text: String,
    ) -> Self {
        let links = ThreadLinks::new(page, base, query);
        let subject = subject_of(id, browser);
        Self {
            action: links.own(id, "text"),
            deletion: links.own(id, "deletion"),
            cancel: links.around(id),
            token: app.signer().sign(Purpose::OwnComment, &subject, None),
            text,
            error: None,
        }
    }
}

fn own_page(
    status: StatusCode,
    app: &App,
    page: PageContext,
    query: ThreadQuery,
    own: OwnForm,
) -> HandlerResult {
    let template = OwnPage {
        page,
        is_embedded: query.is_embedded(),
        theme: query.theme,
        own,
    };
    let mut answer = html(status, &template)?;
    if template.is_embedded {
        csp::let_frame(&mut answer, &app.config());
    }
    Ok(private(answer))
}

fn private(mut answer: HttpResponse) -> HttpResponse {
    let private = HeaderValue::from_static("private, no-store");
    answer.headers_mut().insert(CACHE_CONTROL, private);
    answer
}
