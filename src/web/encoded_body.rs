//! A body as it is sent: encoded, and named by a strong `ETag` (RFC 9110, section 8.8.3).

use actix_web::http::header::{
    CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use super::encoding::{Effort, Encoding};
use crate::token::hex;

/// A body as it is sent; clones share the bytes.
#[derive(Clone, Debug)]
pub struct EncodedBody {
    content_type: &'static str,
    encoding: Encoding,
    bytes: Bytes,
    etag: HeaderValue,
}

impl EncodedBody {
    /// Encodes a body.
    pub fn new(
        content_type: &'static str,
        body: impl Into<Bytes>,
        encoding: Encoding,
        effort: Effort,
    ) -> Self {
        let body = body.into();
        let (bytes, encoding) = match encoding.encode(&body, effort) {
            Some(encoded) => (Bytes::from(encoded.into_boxed_slice()), encoding),
            None => (body, Encoding::Identity),
        };
        let digest = hex(&Sha256::digest(&bytes)[..12]);
        let etag = HeaderValue::try_from(format!("\"{digest}\""));
        Self {
            content_type,
            encoding,
            bytes,
            etag: etag.unwrap_or_else(|_| unreachable!("hexadecimal digits")),
        }
    }

    /// Bytes of the body.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// True for an empty body.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The response: the body, or 304 to a client that has it.
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let is_known = is_named(request.headers(), &self.etag);
        let mut answer = if is_known {
            HttpResponse::NotModified().finish()
        } else {
            HttpResponse::Ok().body(self.bytes.clone())
        };
        let headers = answer.headers_mut();
        headers.insert(ETAG, self.etag.clone());
        let vary = if is_worded(self.content_type) {
            "accept-encoding, accept-language"
        } else {
            "accept-encoding"
        };
        headers.insert(VARY, HeaderValue::from_static(vary));
        if is_known {
            return answer;
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(name) = self.encoding.name() {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        answer
    }
}

/// Types whose content is in the reader's language.
const WORDED: [&str; 3] = [
    "text/html",
    "application/atom+xml",
    "application/problem+json",
];

/// True for a type whose content is in the reader's language.
pub(super) fn is_worded(content_type: &str) -> bool {
    WORDED.iter().any(|worded| content_type.starts_with(worded))
}

/// True when `If-None-Match` names this `ETag`. The comparison is the weak one (RFC 9110, section 13.1.2): proxies weaken `ETag`s.
fn is_named(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let Ok(etag) = etag.to_str() else {
        return false;
    };
    headers.get_all(IF_NONE_MATCH).any(|value| {
        let names = value.to_str().unwrap_or("").split(',');
        names
            .map(|name| name.trim().trim_start_matches("W/"))
            .any(|name| name == etag || name == "*")
    })
}
