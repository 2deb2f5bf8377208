//! Why a request failed, with its status and its code. `error_page` writes the body.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::i18n::FieldError;
use crate::rate_limits::RateExceeded;
use crate::store;
use crate::token::SignatureError;

/// The reason why a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebError {
    /// Nothing is at this address.
    NotFound,
    /// The address does not take this method.
    Method,
    /// The link or form is forged or damaged.
    Forged,
    /// A form comes from another session, another browser or a page of another site.
    StaleForm,
    /// A JSON post has a form token that is too young.
    TooFast,
    /// A JSON post has a form token that is too old, or of another server.
    StaleToken,
    /// The setup link was used, or is too old.
    SetupGone,
    /// The page of a thread is not one of the site's.
    ForeignPage {
        /// The hosts whose pages have threads.
        hosts: String,
    },
    /// The link or form has expired.
    Expired,
    /// The time in which an author may change a comment is over.
    TooLate,
    /// The account may not do this.
    Forbidden,
    /// A mail service's call does not prove its origin, or its proof is too old.
    Unproven,
    /// A webhook is not signed with our secret.
    WrongSignature,
    /// A webhook was signed too long ago, or by a clock that is ahead.
    StaleSignature,
    /// Nobody is signed in.
    SignedOut,
    /// A call of the API has no token, or one that is unknown or has ended.
    NoToken,
    /// The token does not allow this.
    ScopeMissing {
        /// The scope that does.
        scope: &'static str,
    },
    /// What is to be changed is not what the client has seen.
    ChangedMeanwhile,
    /// The address may get no mail: its reader left, was erased or complained, or mail bounced.
    KeptAway,
    /// The request cannot be parsed; the text says where.
    Malformed(String),
    /// Fields of the request are wrong.
    Invalid(Vec<FieldError>),
    /// The request is too large.
    TooLarge,
    /// The content type is not supported.
    MediaType {
        /// The supported types.
        taken: &'static str,
    },
    /// The content is compressed.
    Compressed,
    /// The request did not arrive in time.
    TooSlow,
    /// The post must bring a solved challenge.
    ProofNeeded,
    /// The client made too many such requests.
    TooMany {
        /// Seconds.
        retry_after: i64,
    },
    /// The server is busy.
    Busy,
    /// The program failed; the log has the cause.
    Internal,
}

impl WebError {
    /// An error of one field.
    pub fn field(field: &'static str, key: &'static str) -> Self {
        Self::Invalid(vec![FieldError { field, key }])
    }

    /// The code of the error for programs. The phrases of the page are `error-{code}-title` and `-text`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::Forged => "forged",
            Self::StaleForm => "stale-form",
            Self::TooFast => "too-fast",
            Self::StaleToken => "stale-token",
            Self::SetupGone => "setup-gone",
            Self::ForeignPage { .. } => "foreign-page",
            Self::Expired => "expired",
            Self::TooLate => "too-late",
            Self::Forbidden => "forbidden",
            Self::Unproven => "unproven",
            Self::WrongSignature => "wrong-signature",
            Self::StaleSignature => "stale-signature",
            Self::SignedOut => "signed-out",
            Self::NoToken => "no-token",
            Self::ScopeMissing { .. } => "scope-missing",
            Self::ChangedMeanwhile => "changed-meanwhile",
            Self::KeptAway => "kept-away",
            Self::Malformed(_) => "malformed",
            Self::Invalid(_) => "invalid",
            Self::TooLarge => "too-large",
            Self::MediaType { .. } => "media-type",
            Self::Compressed => "compressed",
            Self::TooSlow => "too-slow",
            Self::ProofNeeded => "proof",
            Self::TooMany { .. } => "too-many",
            Self::Busy => "busy",
            Self::Internal => "internal",
        }
    }

    pub(super) fn of_status(status: StatusCode) -> Self {
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
            Self::TooLate | Self::Forbidden | Self::Unproven | Self::ScopeMissing { .. } => {
                StatusCode::FORBIDDEN
            }
            Self::WrongSignature | Self::StaleSignature | Self::SignedOut | Self::NoToken => {
                StatusCode::UNAUTHORIZED
            }
            Self::ChangedMeanwhile => StatusCode::PRECONDITION_FAILED,
            Self::KeptAway => StatusCode::CONFLICT,
            Self::Invalid(_) | Self::ForeignPage { .. } | Self::TooFast | Self::StaleToken => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType { .. } | Self::Compressed => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::ProofNeeded => StatusCode::PRECONDITION_REQUIRED,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns a response without a body; the middleware `error_page::explain` writes it, since it knows the client.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<store::Error> for WebError {
    fn from(error: store::Error) -> Self {
        tracing::error!(%error, "the store failed");
        if error.is_transient() {
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

impl From<RateExceeded> for WebError {
    fn from(exceeded: RateExceeded) -> Self {
        Self::TooMany {
            retry_after: exceeded.retry_after,
        }
    }
}
