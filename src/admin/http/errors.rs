//! The pages and problems that the faults of this capability become.

use crate::admin::password::HashError;
use crate::admin::setup::SetupError;
use crate::web::WebError;

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
