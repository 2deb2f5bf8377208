//! Why a person has to send the sign-up form again. It is shown with everything that was typed.

use actix_web::http::StatusCode;

use crate::clock::whole_minutes;
use crate::web::PageContext;
use crate::web::form_token::FormToken;

/// The notice above the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormNotice {
    /// The form is from another page; its values are to be looked at.
    Check,
    /// The form was sent faster than a person can read it.
    TooFast,
    /// The form was served too long ago.
    Stale,
    /// The form is not of this server.
    Forged,
    /// The client is over its limit.
    TooMany {
        /// Seconds.
        retry_after: i64,
    },
}

impl FormNotice {
    pub fn of(token: FormToken) -> Option<Self> {
        match token {
            FormToken::Good => None,
            FormToken::Missing => Some(Self::Check),
            FormToken::TooFast => Some(Self::TooFast),
            FormToken::Stale => Some(Self::Stale),
            FormToken::Forged => Some(Self::Forged),
        }
    }

    pub fn status(self) -> StatusCode {
        match self {
            Self::Check => StatusCode::OK,
            Self::TooFast | Self::Stale | Self::Forged => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    pub fn text(self, page: &PageContext) -> String {
        match self {
            Self::Check => page.say("subscribers-form-check").to_string(),
            Self::TooFast => page.say("subscribers-form-too-fast").to_string(),
            Self::Stale => page.say("subscribers-form-stale").to_string(),
            Self::Forged => page.say("subscribers-form-forged").to_string(),
            Self::TooMany { retry_after } => page
                .say("subscribers-form-too-many")
                .with("minutes", whole_minutes(retry_after))
                .to_string(),
        }
    }
}
