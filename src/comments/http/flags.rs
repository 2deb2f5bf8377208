//! `/comments/{id}/flag`: the page on which a reader reports a comment. Only its button acts.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, Path, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::author_cookie;
use super::pages::own_origin;
use crate::app::App;
use crate::comments::flags::{self, FlagReason, FlaggableComment};
use crate::comments::model::CommentId;
use crate::comments::paths::permalink;
use crate::web::form_token::{self, FormToken};
use crate::web::{ClientIp, HandlerResult, PageContext, WebError, html, is_from_us};

/// Mounts the page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::resource("/comments/{id}/flag")
            .route(web::get().to(question))
            .route(web::post().to(flag)),
    );
}

#[derive(Template)]
#[template(path = "pages/comments/flag.html")]
struct FlagPage {
    page: PageContext,
    path: String,
    comment: FlaggableComment,
    back: String,
    token: String,
    /// What stands above the form after a refused post.
    refusal: Option<&'static str>,
    is_done: bool,
}

impl FlagPage {
    async fn of(app: &App, page: PageContext, id: CommentId) -> Result<Self, WebError> {
        if app.config().comments.flag_threshold == 0 {
            return Err(WebError::NotFound);
        }
        let comment = flags::flaggable(&mut app.read().await?, id).await?;
        let comment = comment.ok_or(WebError::NotFound)?;
        Ok(Self {
            path: format!("/comments/{id}/flag"),
            back: permalink(&comment.thread_key, id),
            comment,
            token: form_token::issue(app.signer(), app.now()),
            refusal: None,
            is_done: false,
            page,
        })
    }

    fn reasons() -> &'static [FlagReason] {
        FlagReason::ALL
    }
}

async fn question(app: Data<App>, page: PageContext, id: Path<CommentId>) -> HandlerResult {
    shown(StatusCode::OK, &FlagPage::of(&app, page, *id).await?)
}

/// The page; its form says whose it is.
fn shown(status: StatusCode, template: &FlagPage) -> HandlerResult {
    let mut answer = html(status, template)?;
    let (name, value) = own_origin();
    answer.headers_mut().insert(name, value);
    Ok(answer)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FlagForm {
    reason: String,
    form_token: String,
    /// The honeypot.
    website_url: String,
}

async fn flag(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    request: HttpRequest,
    id: Path<CommentId>,
    form: Form<FlagForm>,
) -> HandlerResult {
    // Another site must neither report in a reader's name nor give the reader a new cookie: the usual one is not sent from there.
    if !is_from_us(&request, &app.config()) {
        return Err(WebError::Forged);
    }
    let mut template = FlagPage::of(&app, page, *id).await?;
    let token = form_token::check(app.signer(), &form.form_token, app.now());
    let refusal = match (token, form.reason.parse::<FlagReason>()) {
        (FormToken::Good, Ok(reason)) => Ok(reason),
        (FormToken::Good, Err(_)) => Err("flags-no-reason"),
        _ => Err("flags-again"),
    };
    let reason = match refusal {
        Ok(reason) => reason,
        Err(key) => {
            template.refusal = Some(key);
            template.token = form_token::reissue(app.signer(), &form.form_token, app.now());
            return shown(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    let (browser, cookie) = author_cookie::keep(&app, &request);
    if form.website_url.is_empty() {
        let mut tx = app.write().await?;
        flags::flag(&mut tx, &app, *id, &browser, ip.0, reason).await?;
        tx.commit().await?;
    }
    template.is_done = true;
    let mut answer = html(StatusCode::OK, &template)?;
    answer.add_cookie(&cookie).map_err(|error| {
        tracing::error!(%error, "a cookie could not be written");
        WebError::Internal
    })?;
    Ok(answer)
}
