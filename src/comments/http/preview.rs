//! `POST /fragments/preview`: a comment as it would be shown, for pages of other servers. The form of our own pages has a button for
//! it. Both show what [`CommentBody`] makes of the text, as the thread will.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{self, Json, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use crate::comments::write::content::CommentBody;
use crate::i18n::FieldError;
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Mounts the fragment, below `/fragments`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/preview", web::post().to(preview));
}

/// The HTML of a text that was typed, or what is wrong with it.
pub(super) fn shown(body: &str) -> Result<String, FieldError> {
    let body = CommentBody::parse(body).map_err(|error| FieldError {
        field: "body",
        key: error.phrase(),
    })?;
    Ok(body.html().to_owned())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PreviewJson {
    body: String,
}

#[derive(Template)]
#[template(path = "fragments/preview.html")]
struct PreviewFragment {
    page: PageContext,
    preview: String,
}

async fn preview(page: PageContext, json: Json<PreviewJson>) -> HandlerResult {
    let preview = shown(&json.body).map_err(|error| WebError::Invalid(vec![error]))?;
    let mut answer = html(StatusCode::OK, &PreviewFragment { page, preview })?;
    let private = HeaderValue::from_static("no-store");
    answer.headers_mut().insert(CACHE_CONTROL, private);
    Ok(answer)
}
