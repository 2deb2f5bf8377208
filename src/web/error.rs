//! A person's mistake becomes a page in their language, a program's one `application/problem+json` (RFC 9457).

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT, ALLOW, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use serde::Serialize;

use super::{PageContext, cors};
use crate::config::Config;
use crate::i18n::Translator;
use crate::store;
use crate::token::SignatureError;

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebError {
    /// There is nothing at this address.
    NotFound,
    /// The method is not one of this address's.
    Method,
    /// A link or form that is not ours, or that somebody changed.
    Forged,
    /// A form of the panel that did not come from this session's pages.
    StaleForm,
    /// The address of the first run was used, or is too old.
    SetupGone,
    /// The page of a thread is none of the site's.
    ForeignPage {
        /// The hosts whose pages have threads.
        hosts: String,
    },
    /// A link or form that was good once.
    Expired,
    /// The account may not do this.
    Forbidden,
    /// A mail service's call that does not prove where it comes from, or proved it long ago.
    Unproven,
    /// Nobody is signed in.
    SignedOut,
    /// The request could not be read; the text says where.
    Malformed(String),
    /// It was read, and its fields are wrong.
    Invalid(Vec<FieldError>),
    /// The request is larger than this address takes.
    TooLarge,
    /// The content is of a type that is not taken.
    MediaType {
        /// The type that is, or those that are.
        taken: &'static str,
    },
    /// The content is compressed.
    Compressed,
    /// The request did not arrive in time.
    TooSlow,
    /// Too many of these; try again after so many seconds.
    TooMany {
        /// Seconds.
        retry_after: i64,
    },
    /// Too busy now.
    Busy,
    /// Our fault; the log has the cause.
    Internal,
}

/// Seconds after which somebody who was told that the server is busy may try again.
pub const BUSY_FOR: i64 = 2;

/// One field that is wrong, named as in the form or the JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: &'static str,
    /// The translation's key that says what is wrong.
    pub key: &'static str,
}

impl WebError {
    /// One wrong field.
    pub fn field(field: &'static str, key: &'static str) -> Self {
        Self::Invalid(vec![FieldError { field, key }])
    }

    /// The word that programs tell errors apart by; the page's phrases are `error-{code}-title` and `-text`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::Forged => "forged",
            Self::StaleForm => "stale-form",
            Self::SetupGone => "setup-gone",
            Self::ForeignPage { .. } => "foreign-page",
            Self::Expired => "expired",
            Self::Forbidden => "forbidden",
            Self::Unproven => "unproven",
            Self::SignedOut => "signed-out",
            Self::Malformed(_) => "malformed",
            Self::Invalid(_) => "invalid",
            Self::TooLarge => "too-large",
            Self::MediaType { .. } => "media-type",
            Self::Compressed => "compressed",
            Self::TooSlow => "too-slow",
            Self::TooMany { .. } => "too-many",
            Self::Busy => "busy",
            Self::Internal => "internal",
        }
    }

    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::MediaType {
                taken: "application/x-www-form-urlencoded, application/json",
            },
            StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            status if status.is_client_error() => Self::Malformed(String::new()),
            _ => Self::Internal,
        }
    }
}

impl fmt::Display for WebError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for WebError {}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forged | Self::StaleForm | Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Expired | Self::SetupGone => StatusCode::GONE,
            Self::Forbidden | Self::Unproven => StatusCode::FORBIDDEN,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Invalid(_) | Self::ForeignPage { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType { .. } | Self::Compressed => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Bare; [`explain`] writes the body, since only it knows who asked.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<store::Error> for WebError {
    fn from(error: store::Error) -> Self {
        tracing::error!(%error, "the store failed");
        if error.is_passing() {
            Self::Busy
        } else {
            Self::Internal
        }
    }
}

impl From<SignatureError> for WebError {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Forged => Self::Forged,
            SignatureError::Expired => Self::Expired,
        }
    }
}

/// Middleware: writes the body of every error answer that has none.
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
    // What a scope says of its answers holds for its errors too: who may read them, and that no cache keeps them.
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

/// The methods that the framework says an address takes; HEAD is answered wherever GET is.
fn allowed_methods(headers: &HeaderMap) -> Option<HeaderValue> {
    let named = headers.get(ALLOW)?.to_str().ok()?;
    let mut methods: BTreeSet<&str> = named.split(',').map(str::trim).collect();
    if methods.contains("GET") {
        methods.insert("HEAD");
    }
    let methods: Vec<&str> = methods.into_iter().collect();
    HeaderValue::try_from(methods.join(", ")).ok()
}

/// The whole answer for this error, as a page or as JSON.
pub fn answer(request: &HttpRequest, error: &WebError) -> HttpResponse {
    let config = request
        .app_data::<Data<Config>>()
        .map_or_else(Arc::default, |config| Arc::clone(config));
    let page = PageContext::of(request, &config);
    let mut response = if wants_json(request) {
        problem(error, &page)
    } else {
        error_page(error, page)
    };
    let retry_after = match error {
        WebError::TooMany { retry_after } => Some(*retry_after),
        WebError::Busy => Some(BUSY_FOR),
        _ => None,
    };
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The answer to a request that no scope has seen: what the API's scope says of its answers is said here.
pub fn refuse(request: ServiceRequest, error: &WebError) -> ServiceResponse<BoxBody> {
    let mut answer = answer(request.request(), error);
    if request.path().starts_with(API) {
        cors::let_read(&request, answer.headers_mut());
    }
    request.into_response(answer)
}

/// Data of a scope whose callers are programs: its errors are problem+json.
#[derive(Clone, Copy, Debug)]
pub struct ForPrograms;

/// Where the paths of the JSON API begin.
const API: &str = "/api/v1/";
/// Where those of the mail services' calls begin.
const HOOKS: &str = "/hooks/";

fn wants_json(request: &HttpRequest) -> bool {
    let accepts = request.headers().get(ACCEPT);
    let accepts = accepts.and_then(|value| value.to_str().ok());
    let path = request.path();
    request.app_data::<ForPrograms>().is_some()
        // Before the router, no scope has said so.
        || path.starts_with(API)
        || path.starts_with(HOOKS)
        || request.content_type() == "application/json"
        || accepts.is_some_and(|kinds| kinds.starts_with("application/json"))
}

#[derive(Serialize)]
struct Problem {
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
    detail: String,
}

fn problem(error: &WebError, page: &PageContext) -> HttpResponse {
    // Programs are answered in English unless they ask for a language.
    let translator = page.translator();
    let status = error.status_code();
    let fields = fields_of(error);
    let problem = Problem {
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
        WebError::MediaType { taken } => text.with("taken", *taken).to_string(),
        _ => text.to_string(),
    }
}

fn fields_of(error: &WebError) -> &[FieldError] {
    match error {
        WebError::Invalid(fields) => fields,
        _ => &[],
    }
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage {
    page: PageContext,
    title: String,
    text: String,
    fields: Vec<String>,
}

fn error_page(error: &WebError, page: PageContext) -> HttpResponse {
    let code = error.code();
    let template = ErrorPage {
        title: page.say(&format!("error-{code}-title")).to_string(),
        text: text_of(error, page.translator()),
        fields: fields_of(error)
            .iter()
            .map(|each| page.say(each.key).to_string())
            .collect(),
        page,
    };
    super::html(error.status_code(), &template)
        .unwrap_or_else(|_| HttpResponse::new(StatusCode::INTERNAL_SERVER_ERROR))
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
