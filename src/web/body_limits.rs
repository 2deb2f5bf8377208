//! Limits on request bodies: their size, their time and their encoding.

use std::io::ErrorKind;
use std::time::Duration;

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::http::header::CONTENT_ENCODING;
use actix_web::web::{self, Bytes, FormConfig, JsonConfig};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::WebError;

/// Time in which a request's body must have arrived.
const BODY_DEADLINE: Duration = Duration::from_secs(30);
/// Bytes a second that a longer body must bring. Only uploads of the panel are so long: other routes refuse such a length at once.
const SLOWEST: u64 = 64 * 1024;

/// Bytes of the largest form or JSON taken: a comment of 20,000 Hangul syllables, percent-encoded, fits.
const LARGEST_BODY: usize = 256 * 1024;

/// Mounts the size limits and the error answers of forms, JSON, paths and queries.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .app_data(
            FormConfig::default()
                .limit(LARGEST_BODY)
                .error_handler(|error, _| form_error(&error).into()),
        )
        .app_data(
            JsonConfig::default()
                .limit(LARGEST_BODY)
                .error_handler(|error, _| json_error(&error).into()),
        )
        .app_data(web::PayloadConfig::new(LARGEST_BODY))
        .app_data(web::PathConfig::default().error_handler(|_, _| WebError::NotFound.into()))
        .app_data(
            web::QueryConfig::default()
                .error_handler(|error, _| WebError::Malformed(error.to_string()).into()),
        );
}

fn form_error(error: &actix_web::error::UrlencodedError) -> WebError {
    use actix_web::error::UrlencodedError as E;
    match error {
        E::Overflow { .. } => WebError::TooLarge,
        E::UnknownLength => WebError::Malformed("the length is missing".into()),
        E::Payload(payload) if is_late(payload) => WebError::TooSlow,
        E::ContentType => WebError::MediaType {
            taken: "application/x-www-form-urlencoded",
        },
        other => WebError::Malformed(other.to_string()),
    }
}

/// Whether a body did not arrive before its deadline.
pub fn is_late(error: &PayloadError) -> bool {
    matches!(error, PayloadError::Incomplete(Some(cause)) if cause.kind() == ErrorKind::TimedOut)
}

fn json_error(error: &actix_web::error::JsonPayloadError) -> WebError {
    use actix_web::error::JsonPayloadError as E;
    match error {
        E::OverflowKnownLength { .. } | E::Overflow { .. } => WebError::TooLarge,
        E::ContentType => WebError::MediaType {
            taken: "application/json",
        },
        E::Payload(payload) if is_late(payload) => WebError::TooSlow,
        other => WebError::Malformed(other.to_string()),
    }
}

/// Whether the body is compressed. Compressed bodies are refused, since they may be decompression bombs.
pub(super) fn is_encoded(request: &ServiceRequest) -> bool {
    let encoding = request.headers().get(CONTENT_ENCODING);
    encoding.is_some_and(|encoding| encoding != "identity")
}

/// The payload with a deadline: actix-web bounds the time of a request's head, not of its body. `length` is its declared
/// length.
pub(super) fn with_deadline(payload: Payload, length: u64) -> Payload {
    if matches!(payload, Payload::None) {
        return payload;
    }
    let deadline = Instant::now() + BODY_DEADLINE + Duration::from_secs(length / SLOWEST);
    // A form with a file asks for more after the end.
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
        payload: Box::pin(chunks.fuse()),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::error::{JsonPayloadError, UrlencodedError};

    use super::*;

    #[test]
    fn a_body_that_does_not_arrive_in_time_is_told_so() {
        let late = || PayloadError::Incomplete(Some(ErrorKind::TimedOut.into()));
        assert_eq!(
            json_error(&JsonPayloadError::Payload(late())),
            WebError::TooSlow
        );
        assert_eq!(
            form_error(&UrlencodedError::Payload(late())),
            WebError::TooSlow
        );
        let cut = JsonPayloadError::Payload(PayloadError::Incomplete(None));
        assert!(matches!(json_error(&cut), WebError::Malformed(_)));
    }
}
