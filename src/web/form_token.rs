//! Form tokens prove that a form comes from a page of this server, and that a person had time to fill it in.

use super::WebError;
use crate::clock::{DAY, Timestamp};
use crate::token::{Purpose, SignatureError, Signer};

/// The form field that carries the token.
pub const TOKEN_FIELD: &str = "form_token";
/// The honeypot: people never see this field, and programs fill it in.
pub const HONEYPOT_FIELD: &str = "website_url";
/// Seconds that a person needs at least to fill in a form; programs are faster.
pub const MINIMUM_AGE: i64 = 3;
/// Seconds after which a page is too old to be posted.
pub const MAXIMUM_AGE: i64 = DAY;

/// The state of the form token in a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormToken {
    /// The page was served between [`MINIMUM_AGE`] and [`MAXIMUM_AGE`] ago.
    Good,
    /// The post has no token: a static form on the site, or a program.
    Missing,
    /// The post came sooner than a person can fill in a form.
    TooFast,
    /// The page is older than [`MAXIMUM_AGE`].
    Stale,
    /// The token is forged.
    Forged,
}

/// Issues the token of a form that is served now.
pub fn issue(signer: &Signer, now: Timestamp) -> String {
    signer.sign(
        Purpose::Form,
        &now.unix().to_string(),
        Some(now.plus(MAXIMUM_AGE)),
    )
}

/// Issues the token of a form that is filled in already: a person may press its button at once.
pub fn issue_filled_in(signer: &Signer, now: Timestamp) -> String {
    issue(signer, now.plus(-MINIMUM_AGE))
}

/// Returns the token of a form that is shown again. A good token stays, so that its age counts from the first time; otherwise it
/// is a new one.
pub fn reissue(signer: &Signer, token: &str, now: Timestamp) -> String {
    match check(signer, token, now) {
        FormToken::Good | FormToken::TooFast => token.to_owned(),
        FormToken::Missing | FormToken::Stale | FormToken::Forged => issue(signer, now),
    }
}

/// Checks the token of a post.
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

/// Checks the token of a JSON post: true with a good one, false without one. Forms of elements have one, programs have none.
pub fn check_json(signer: &Signer, token: &str, now: Timestamp) -> Result<bool, WebError> {
    match check(signer, token, now) {
        FormToken::Good => Ok(true),
        FormToken::Missing => Ok(false),
        FormToken::TooFast => Err(WebError::TooFast),
        // The element gets a new one and posts again.
        FormToken::Stale | FormToken::Forged => Err(WebError::StaleToken),
    }
}
