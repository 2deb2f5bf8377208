//! The pages and problems that the faults of this capability become.

use crate::admin::new_password::ChangeError;
use crate::admin::password::HashError;
use crate::admin::setup::SetupError;
use crate::clock::whole_minutes;
use crate::web::{PageContext, WebError};

impl From<HashError> for WebError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::Broken(why) => {
                tracing::error!(why, "a password could not be hashed");
                Self::Internal
            }
        }
    }
}

impl From<SetupError> for WebError {
    fn from(error: SetupError) -> Self {
        match error {
            SetupError::Gone => Self::SetupGone,
            SetupError::Hash(error) => error.into(),
            SetupError::Store(error) => error.into(),
        }
    }
}

/// What is said to whoever tried too often.
pub fn too_many(page: &PageContext, seconds: i64) -> String {
    page.say("admin-sign-in-too-many")
        .with("minutes", whole_minutes(seconds))
        .to_string()
}

/// What is said beside the present password.
pub fn why_not(page: &PageContext, error: ChangeError) -> Result<String, WebError> {
    match error {
        ChangeError::Wrong => Ok(page.say("panel-password-wrong").to_string()),
        ChangeError::TooMany(seconds) => Ok(too_many(page, seconds)),
        ChangeError::Hash(error) => Err(error.into()),
        ChangeError::Store(error) => Err(error.into()),
    }
}
