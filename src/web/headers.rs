//! Headers that protect readers, on every response.

use actix_web::HttpMessage;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName,
    HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::WebError;
use super::body_limits;
use super::csp::PAGE_POLICY;
use super::encoded_body::is_worded;
use super::error_page::refuse;
use crate::config::LiveConfig;

/// Middleware: refuses encoded bodies, limits the time of a body, and adds the headers that protect readers.
pub async fn protect<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let config = request.app_data::<Data<LiveConfig>>();
    let (is_https, largest) = config.map_or((false, 0), |config| {
        let config = config.current();
        (
            config.server.is_https(),
            config.server.largest_upload_bytes(),
        )
    });
    let payload = request.take_payload();
    let has_body = !matches!(payload, Payload::None);
    let length = declared_length(request.headers()).unwrap_or(0);
    request.set_payload(body_limits::with_deadline(payload, length.min(largest)));
    let mut response = if body_limits::is_encoded(&request) {
        refuse(request, &WebError::Compressed)
    } else {
        next.call(request).await?.map_into_boxed_body()
    };
    add_headers(response.headers_mut(), is_https);
    let status = response.status();
    if has_body && (status.is_client_error() || status.is_server_error()) {
        // The rest of a refused body is not waited for.
        let head = response.response_mut().head_mut();
        head.set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}

/// The length of the body, as the client declares it.
pub fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn add_headers(headers: &mut HeaderMap, is_https: bool) {
    let content_type = headers.get(CONTENT_TYPE);
    // A public body says so itself, as its 304 has to, which has no type.
    let is_said = headers.get_all(VARY).any(|names| {
        names
            .to_str()
            .is_ok_and(|names| names.contains("accept-language"))
    });
    if content_type.is_some_and(|kind| kind.to_str().is_ok_and(is_worded)) && !is_said {
        // A cache between us must not hand one language to readers of another.
        headers.append(VARY, HeaderValue::from_static("accept-language"));
    }
    let mut add = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    // Pages change with every comment and hold a form's token: a cache asks first.
    add(CACHE_CONTROL, "no-cache");
    add(CONTENT_SECURITY_POLICY, PAGE_POLICY);
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Our links carry tokens: no other site may learn them.
    add(REFERRER_POLICY, "no-referrer");
    add(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    );
    if is_https {
        // Over HTTP browsers ignore it, and warn of it in their console.
        let opener = HeaderName::from_static("cross-origin-opener-policy");
        add(opener, "same-origin");
        add(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}
