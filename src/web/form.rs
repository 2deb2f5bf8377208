//! Form tokens: proof that a form was posted from a page that this server served a moment ago, by somebody who read it.

use std::io::ErrorKind;

use actix_web::error::PayloadError;
use actix_web::web::{self, FormConfig, JsonConfig};

use super::WebError;
use crate::clock::{DAY, Timestamp};
use crate::token::{Purpose, SignatureError, Signer};

/// The form field that carries the token.
pub const TOKEN_FIELD: &str = "form_token";
/// The form field that people never see and programs fill in.
pub const TRAP_FIELD: &str = "website_url";
/// Seconds that a person needs at least to fill in a form; programs are faster.
pub const MINIMUM_AGE: i64 = 3;
/// Seconds after which a page is too old to be posted.
pub const MAXIMUM_AGE: i64 = DAY;

/// What a form token tells about the post that carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormToken {
    /// From a page that was served between [`MINIMUM_AGE`] and [`MAXIMUM_AGE`] ago.
    Good,
    /// There is none: a static form on the site, or a program.
    Missing,
    /// Posted sooner than a person can.
    TooFast,
    /// The page is older than [`MAXIMUM_AGE`].
    Stale,
    /// Not one of ours.
    Forged,
}

/// The token of a form that is served now.
pub fn issue(signer: &Signer, now: Timestamp) -> String {
    signer.sign(
        Purpose::Form,
        &now.unix().to_string(),
        Some(now.plus(MAXIMUM_AGE)),
    )
}

/// The token of a form that is filled in already: a person may press its button at once.
pub fn issue_filled_in(signer: &Signer, now: Timestamp) -> String {
    issue(signer, now.plus(-MINIMUM_AGE))
}

/// The token of a form that is shown once more: the one that came back as long as it is good, so that its age counts from the
/// first time that it was shown; otherwise a new one.
pub fn reissue(signer: &Signer, token: &str, now: Timestamp) -> String {
    match check(signer, token, now) {
        FormToken::Good | FormToken::TooFast => token.to_owned(),
        FormToken::Missing | FormToken::Stale | FormToken::Forged => issue(signer, now),
    }
}

/// Reads the token that came back.
pub fn check(signer: &Signer, token: &str, now: Timestamp) -> FormToken {
    if token.is_empty() {
        return FormToken::Missing;
    }
    match signer.verify(Purpose::Form, token, now) {
        Err(SignatureError::Forged) => FormToken::Forged,
        Err(SignatureError::Expired) => FormToken::Stale,
        Ok(served) => match served.parse::<i64>() {
            Ok(served) if now.unix() - served >= MINIMUM_AGE => FormToken::Good,
            Ok(_) => FormToken::TooFast,
            Err(_) => FormToken::Forged,
        },
    }
}

/// Octets of the largest form or JSON taken: a comment of 20,000 Hangul syllables, percent-encoded, fits.
const LARGEST_BODY: usize = 256 * 1024;

/// Mounts the limits and the error messages of forms, JSON, paths and queries.
pub fn limits(config: &mut web::ServiceConfig) {
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

/// Whether a body was given up on by `security::protect`.
fn is_late(error: &PayloadError) -> bool {
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
