//! Requests and answers of the HTTP client, and the reasons why a request fails.

use std::time::Duration;

use url::Url;

use crate::clock::Timestamp;

/// The most that one request may cost.
#[derive(Clone, Copy, Debug)]
pub struct FetchLimits {
    /// Time to connect.
    pub connect: Duration,
    /// Time for everything, redirects and the body included.
    pub total: Duration,
    /// Bytes of the body, after decompression.
    pub bytes: usize,
    /// Redirects followed.
    pub redirects: usize,
}

impl Default for FetchLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(30),
            bytes: 10 * 1024 * 1024,
            redirects: 5,
        }
    }
}

/// Validators of an answer (RFC 9110, section 8.8), for the next conditional request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

/// A server's answer.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "one answer lives at a time, and nearly all of them are documents"
)]
pub enum Fetched {
    /// Nothing has changed since these validators.
    Unchanged,
    /// A document.
    Document(FetchedDocument),
}

/// A document as it was served.
#[derive(Clone, Debug)]
pub struct FetchedDocument {
    /// The address after redirects, without credentials.
    pub url: Url,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// The values of `Link` (RFC 8288).
    pub links: Vec<String>,
    /// Values of `Content-Security-Policy`.
    pub policies: Vec<String>,
    /// For the next conditional request.
    pub validators: Validators,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

/// A server's answer to a form.
#[derive(Clone, Debug)]
pub struct FormAnswer {
    /// The body, decompressed.
    pub body: Vec<u8>,
    /// The value of the header that was asked for.
    pub header: Option<String>,
}

/// The reason why a request failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The text is not an address.
    #[error("this is not an address")]
    NotAnAddress,
    /// The address is neither http nor https.
    #[error("the address is neither http nor https")]
    Scheme,
    /// The address leads into this machine or a private network.
    #[error("the address leads into a private network")]
    Private,
    /// DNS has no such host.
    #[error("the host is unknown")]
    UnknownHost,
    /// The host does not answer.
    #[error("the host does not answer")]
    Unreachable,
    /// TLS failed: the certificate is wrong, or the server speaks no TLS.
    #[error("TLS failed")]
    Tls,
    /// The answer did not come in time.
    #[error("the answer took too long")]
    TooSlow,
    /// The answer has more bytes than the limit.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// The server redirects more often than the limit.
    #[error("the server redirects too often")]
    Redirects,
    /// The server refused, with this status.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// The connection broke off.
    #[error("the connection broke off")]
    Interrupted,
    /// The client could not be built.
    #[error("the HTTP client could not be built")]
    Internal,
}

/// A request that failed.
#[derive(Clone, Debug)]
pub struct FetchFailure {
    /// The reason.
    pub error: FetchError,
    /// The moment of `Retry-After`.
    pub retry_at: Option<Timestamp>,
}

impl From<FetchError> for FetchFailure {
    fn from(error: FetchError) -> Self {
        Self {
            error,
            retry_at: None,
        }
    }
}
