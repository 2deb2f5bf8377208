//! CORS of the JSON API, the fragments and the script: pages of the site and of allowed origins may call them, without cookies.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    HeaderMap, HeaderValue, ORIGIN, VARY,
};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::config::LiveConfig;

/// Middleware of a scope: answers preflights, and lets allowed origins read the answers, errors too.
pub async fn allow<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let origin = allowed_origin(&request);
    let is_preflight = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_preflight {
        let mut answer = HttpResponse::NoContent().finish();
        if origin.is_some() {
            add_permissions(answer.headers_mut());
        }
        request.into_response(answer)
    } else {
        next.call(request).await?.map_into_boxed_body()
    };
    add_origin(response.headers_mut(), origin);
    Ok(response)
}

/// Lets an allowed origin read the answer to a request that did not come as far as its scope.
pub fn let_read(request: &ServiceRequest, headers: &mut HeaderMap) {
    add_origin(headers, allowed_origin(request));
}

fn add_origin(headers: &mut HeaderMap, origin: Option<HeaderValue>) {
    // A cache between us must not hand one origin's answer to another.
    headers.append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let readable = HeaderValue::from_static("retry-after, etag");
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, readable);
    }
}

fn allowed_origin(request: &ServiceRequest) -> Option<HeaderValue> {
    let origin = request.headers().get(ORIGIN)?;
    let config = request.app_data::<Data<LiveConfig>>()?.current();
    let mut allowed = config.origins();
    let is_allowed = allowed.any(|allowed| allowed.as_bytes() == origin.as_bytes());
    is_allowed.then(|| origin.clone())
}

fn add_permissions(headers: &mut HeaderMap) {
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PATCH, DELETE"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "content-type, gudok-author"),
        (ACCESS_CONTROL_MAX_AGE, "86400"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
