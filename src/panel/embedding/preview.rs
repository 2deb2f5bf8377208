//! Both elements in a page of their own, as they stand in a page of the site. Nothing can be sent from the frame around it.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use crate::admin::AdminSession;
use crate::app::App;
use crate::web::{HandlerResult, PageContext, WebError, html};

#[derive(Template)]
#[template(path = "pages/panel/embedding/preview.html")]
struct PreviewPage {
    page: PageContext,
    is_dark: bool,
    is_comments: bool,
    thread: String,
}

/// The element, and the colours of the page around it.
#[derive(Deserialize)]
pub(super) struct PreviewQuery {
    #[serde(default)]
    element: String,
    #[serde(default)]
    theme: String,
}

/// GET /admin/embedding/preview
pub(super) async fn preview(
    _session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<PreviewQuery>,
) -> HandlerResult {
    let config = app.config();
    let site = config.site.url.as_ref();
    let template = PreviewPage {
        is_dark: query.theme == "dark",
        is_comments: query.element == "comments",
        thread: site.map_or_else(|| "preview".into(), ToString::to_string),
        page,
    };
    let mut answer = html(StatusCode::OK, &template)?;
    // The script names Gudok's public address, which may differ from the one in the browser.
    let base = config.server.base_url();
    let policy = format!(
        "default-src 'none'; script-src 'self' {base}; connect-src 'self' {base}; style-src 'self'; img-src 'self' data:; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    );
    let policy = HeaderValue::try_from(policy).map_err(|_| WebError::Internal)?;
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}
