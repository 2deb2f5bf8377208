//! Protection that every request passes: headers, and slow and encoded bodies.

use std::time::Duration;

use actix_web::HttpMessage;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::ConnectionType;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName,
    HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::{WebError, error};
use crate::config::Config;

/// Our pages: own style sheets and pictures, forms to ourselves, framed by nobody.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A mail shown inside a page of ours: its own styles and remote pictures, and nothing that runs.
pub const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
/// Content that is in the reader's language.
const WORDED: [&str; 3] = [
    "text/html",
    "application/atom+xml",
    "application/problem+json",
];
/// Time in which a request's body must have arrived.
const BODY_DEADLINE: Duration = Duration::from_secs(30);

/// The policy of a page that the site's own pages may frame.
pub fn embeddable_policy(config: &Config) -> String {
    let mut ancestors = String::from("'self'");
    for origin in config.server.allowed_origins.iter().chain(&config.site.url) {
        ancestors.push(' ');
        ancestors.push_str(&origin.origin().ascii_serialization());
    }
    PAGE_POLICY.replace(
        "frame-ancestors 'none'",
        &format!("frame-ancestors {ancestors}"),
    )
}

/// Middleware: refuses what no honest client sends, and adds the headers that protect readers.
pub async fn protect<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let is_https = request
        .app_data::<Data<Config>>()
        .is_some_and(|config| config.server.is_https());
    let payload = request.take_payload();
    let has_body = !matches!(payload, Payload::None);
    request.set_payload(with_deadline(payload, Instant::now() + BODY_DEADLINE));
    let mut response = if is_encoded(&request) {
        error::refuse(request, &WebError::Compressed)
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

/// Decompression bombs: nothing that Gudok takes is worth compressing.
fn is_encoded(request: &ServiceRequest) -> bool {
    let encoding = request.headers().get(CONTENT_ENCODING);
    encoding.is_some_and(|encoding| encoding != "identity")
}

fn add_headers(headers: &mut HeaderMap, is_https: bool) {
    let is_worded = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| WORDED.iter().any(|worded| kind.starts_with(worded)));
    if is_worded {
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

/// actix-web bounds the time of a request's head, not of its body.
fn with_deadline(payload: Payload, deadline: Instant) -> Payload {
    if matches!(payload, Payload::None) {
        return payload;
    }
    let chunks = futures_util::stream::unfold(Some(payload), move |payload| async move {
        let mut payload = payload?;
        match timeout_at(deadline, payload.next()).await {
            Ok(chunk) => chunk.map(|chunk: Result<Bytes, PayloadError>| (chunk, Some(payload))),
            Err(_) => Some((
                Err(PayloadError::Incomplete(Some(
                    std::io::ErrorKind::TimedOut.into(),
                ))),
                None,
            )),
        }
    });
    Payload::Stream {
        payload: Box::pin(chunks),
    }
}
