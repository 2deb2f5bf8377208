//! Errors of subscribing as HTTP answers.

use crate::subscribers::Error;
use crate::web::WebError;

impl From<Error> for WebError {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::Overloaded { retry_after } => Self::TooMany { retry_after },
            Error::EmailContent(error) => {
                tracing::error!(%error, "a mail could not be written");
                Self::Internal
            }
        }
    }
}
