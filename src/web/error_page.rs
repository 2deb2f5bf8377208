//! The body of an error response: a page in the reader's language, or `application/problem+json` for programs (RFC 9457).

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT, ALLOW, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::middleware::Next;
use actix_web::web::{Data, Query};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use serde::{Deserialize, Serialize};

use super::{PageContext, WebError, cors, csp};
use crate::clock::whole_minutes;
use crate::config::{Config, LiveConfig};
use crate::i18n::{FieldError, Translator};

/// Seconds after which a client that got "busy" may try again.
pub const BUSY_FOR: i64 = 2;
/// The same for a form that was sent faster than a person can read it.
const TOO_FAST_FOR: i64 = 1;

/// Middleware: writes the body of every error response that has none.
pub async fn explain<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return Ok(response);
    }
    let allowed = allowed_methods(response.headers());
    let error = match response.response().error() {
        Some(error) => error.as_error::<WebError>().cloned().unwrap_or_else(|| {
            tracing::debug!(%error, "a request was refused by the web framework");
            WebError::of_status(status)
        }),
        None if response.response().headers().contains_key(CONTENT_TYPE) => return Ok(response),
        // Of no route here: see `server::nothing_here`.
        None if status == StatusCode::METHOD_NOT_ALLOWED && allowed.is_none() => WebError::NotFound,
        None => WebError::of_status(status),
    };
    let mut explained = answer(response.request(), &error);
    let headers = explained.headers_mut();
    // Headers of a scope stay on its errors: who may read them, and that no cache keeps them.
    let own: HashSet<HeaderName> = headers.keys().cloned().collect();
    for (name, value) in response.headers() {
        if !own.contains(name) {
            headers.append(name.clone(), value.clone());
        }
    }
    if let Some(allowed) = allowed {
        headers.insert(ALLOW, allowed);
    }
    Ok(response.into_response(explained))
}

/// The methods of an address, by the framework's word, with HEAD wherever GET is.
fn allowed_methods(headers: &HeaderMap) -> Option<HeaderValue> {
    let named = headers.get(ALLOW)?.to_str().ok()?;
    let mut methods: BTreeSet<&str> = named.split(',').map(str::trim).collect();
    if methods.contains("GET") {
        methods.insert("HEAD");
    }
    let methods: Vec<&str> = methods.into_iter().collect();
    HeaderValue::try_from(methods.join(", ")).ok()
}

/// The response for this error, as a page or as JSON.
pub fn answer(request: &HttpRequest, error: &WebError) -> HttpResponse {
    let config = request
        .app_data::<Data<LiveConfig>>()
        .map_or_else(Arc::default, |config| config.current());
    let page = PageContext::of(request, &config);
    let mut response = if wants_json(request) {
        problem(error, &page)
    } else {
        error_page(error, page, AskedFrame::of(request), &config)
    };
    if *error == WebError::NoToken {
        let scheme = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    }
    let retry_after = match error {
        WebError::TooMany { retry_after } => Some(*retry_after),
        WebError::Busy => Some(BUSY_FOR),
        WebError::TooFast => Some(TOO_FAST_FOR),
        _ => None,
    };
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The response to a request that no scope has seen, with the headers that the API's scope would add.
pub fn refuse(request: ServiceRequest, error: &WebError) -> ServiceResponse<BoxBody> {
    let mut answer = answer(request.request(), error);
    if is_for_other_pages(request.path()) {
        cors::let_read(&request, answer.headers_mut());
    }
    request.into_response(answer)
}

/// Marks a scope whose clients are programs: its errors are problem+json.
#[derive(Clone, Copy, Debug)]
pub struct ForPrograms;

/// The prefix of the JSON API.
const API: &str = "/api/v1/";
/// The prefix of what the elements ask for.
const FRAGMENTS: &str = "/fragments/";
/// The prefix of the hooks.
const HOOKS: &str = "/hooks/";

/// Whether pages of other sites call this address.
fn is_for_other_pages(path: &str) -> bool {
    path.starts_with(API) || path.starts_with(FRAGMENTS)
}

fn wants_json(request: &HttpRequest) -> bool {
    let accepts = request.headers().get(ACCEPT);
    let accepts = accepts.and_then(|value| value.to_str().ok());
    let path = request.path();
    request.app_data::<ForPrograms>().is_some()
        // Before the router, no scope has said so.
        || is_for_other_pages(path)
        || path.starts_with(HOOKS)
        || request.content_type() == "application/json"
        || accepts.is_some_and(|kinds| kinds.starts_with("application/json"))
}

#[derive(Serialize)]
struct ProblemDetails {
    r#type: &'static str,
    title: String,
    status: u16,
    detail: String,
    code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemField>,
}

#[derive(Serialize)]
struct ProblemField {
    field: &'static str,
    /// The mistake, for programs.
    code: &'static str,
    detail: String,
}

fn problem(error: &WebError, page: &PageContext) -> HttpResponse {
    // Programs are answered in English unless they ask for a language.
    let translator = page.translator();
    let status = error.status_code();
    let fields = fields_of(error);
    let problem = ProblemDetails {
        r#type: "about:blank",
        title: translator
            .say(&format!("error-{}-title", error.code()))
            .to_string(),
        status: status.as_u16(),
        detail: match error {
            WebError::Malformed(detail) if !detail.is_empty() => detail.clone(),
            _ => text_of(error, translator),
        },
        code: error.code(),
        errors: fields
            .iter()
            .map(|each| ProblemField {
                field: each.field,
                code: each.code(),
                detail: translator.say(each.key).to_string(),
            })
            .collect(),
    };
    let body = serde_json::to_string(&problem).unwrap_or_default();
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .body(body)
}

fn text_of(error: &WebError, translator: Translator) -> String {
    let key = format!("error-{}-text", error.code());
    let text = translator.say(&key);
    match error {
        WebError::ForeignPage { hosts } => text.with("hosts", hosts.as_str()).to_string(),
        WebError::ScopeMissing { scope } => text.with("scope", *scope).to_string(),
        WebError::MediaType { taken } => text.with("taken", *taken).to_string(),
        WebError::TooMany { retry_after } => {
            let minutes = whole_minutes(*retry_after);
            text.with("minutes", minutes).to_string()
        }
        _ => text.to_string(),
    }
}

fn fields_of(error: &WebError) -> &[FieldError] {
    match error {
        WebError::Invalid(fields) => fields,
        _ => &[],
    }
}

/// Where the address asks for its page: in a frame of the site with this colour scheme, or by itself.
#[derive(Debug, Deserialize)]
struct AskedFrame {
    #[serde(default)]
    embed: String,
    #[serde(default)]
    theme: String,
}

impl AskedFrame {
    fn of(request: &HttpRequest) -> Option<Self> {
        let asked = Query::<Self>::from_query(request.query_string()).ok()?;
        (asked.embed == "1").then(|| asked.into_inner())
    }
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage {
    page: PageContext,
    frame: Option<AskedFrame>,
    title: String,
    text: String,
    fields: Vec<String>,
}

fn error_page(
    error: &WebError,
    page: PageContext,
    frame: Option<AskedFrame>,
    config: &Config,
) -> HttpResponse {
    let code = error.code();
    let template = ErrorPage {
        title: page.say(&format!("error-{code}-title")).to_string(),
        text: text_of(error, page.translator()),
        fields: fields_of(error)
            .iter()
            .map(|each| page.say(each.key).to_string())
            .collect(),
        frame,
        page,
    };
    let mut answer = super::response::html(error.status_code(), &template)
        .unwrap_or_else(|_| HttpResponse::new(StatusCode::INTERNAL_SERVER_ERROR));
    if template.frame.is_some() {
        csp::let_frame(&mut answer, config);
    }
    answer
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{SET_COOKIE, VARY};
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, web};

    use super::*;

    #[tokio::test]
    async fn an_error_keeps_all_equal_headers_of_the_answer() {
        async fn not_found() -> HttpResponse {
            HttpResponse::NotFound()
                .append_header((VARY, "origin"))
                .append_header((VARY, "cookie"))
                .append_header((SET_COOKIE, "a=1"))
                .append_header((SET_COOKIE, "b=2"))
                .finish()
        }
        let app = App::new()
            .route("/", web::get().to(not_found))
            .wrap(from_fn(explain));
        let app = init_service(app).await;
        let answer = call_service(&app, TestRequest::get().uri("/").to_request()).await;
        for name in [VARY, SET_COOKIE] {
            assert_eq!(answer.headers().get_all(&name).count(), 2, "{name}");
        }
        assert_eq!(answer.headers().get_all(CONTENT_TYPE).count(), 1);
    }
}
