//! An element in a page of its own, as it stands in a page of the site. Nothing can be sent from the frame around it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use crate::admin::AdminSession;
use crate::app::App;
use crate::web::{HandlerResult, PageContext, csp, html};

#[derive(Template)]
#[template(path = "pages/panel/embedding/preview.html")]
struct PreviewPage {
    page: PageContext,
    wanted: PreviewQuery,
    thread: String,
}

/// The element, and the colours of the page around it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PreviewQuery {
    element: String,
    theme: String,
}

pub(super) async fn preview(
    _session: AdminSession,
    page: PageContext,
    app: Data<App>,
    wanted: Query<PreviewQuery>,
) -> HandlerResult {
    let config = app.config();
    let site = config.site.url.as_ref();
    let template = PreviewPage {
        thread: site.map_or_else(|| "preview".into(), ToString::to_string),
        wanted: wanted.into_inner(),
        page,
    };
    let mut answer = html(StatusCode::OK, &template)?;
    csp::set(&mut answer, csp::PREVIEW_POLICY);
    Ok(answer)
}
