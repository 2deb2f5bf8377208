//! The links that are a reader's own: signed, so that only a mail to the reader carries them.

use super::Personal;
use crate::clock::{DAY, Timestamp};
use crate::config::Config;
use crate::token::{Purpose, Signer};

/// How long a link to the preferences is good.
const PREFERENCES_LIFE: i64 = 30 * DAY;

/// Makes the links of one installation.
#[derive(Clone, Debug)]
pub struct LinkMaker {
    base: String,
    signer: Signer,
}

impl LinkMaker {
    /// The links of this configuration.
    pub fn of(config: &Config, signer: &Signer) -> Self {
        Self {
            base: config.server.base_url(),
            signer: signer.clone(),
        }
    }

    /// Both links of the subscriber with this id, in a mail that was made at `made`.
    pub fn personal(&self, subscriber: i64, made: Timestamp) -> Personal {
        Personal {
            unsubscribe: self.unsubscribe(subscriber),
            preferences: self.preferences(subscriber, made),
        }
    }

    /// Where the subscriber leaves with one click. It never expires: a mail may be read years later.
    pub fn unsubscribe(&self, subscriber: i64) -> String {
        self.link(Purpose::Unsubscribe, "unsubscribe", subscriber, None)
    }

    /// Where the subscriber changes what they get.
    pub fn preferences(&self, subscriber: i64, made: Timestamp) -> String {
        let expires = made.plus(PREFERENCES_LIFE);
        self.link(
            Purpose::Preferences,
            "preferences",
            subscriber,
            Some(expires),
        )
    }

    fn link(&self, purpose: Purpose, path: &str, id: i64, expires: Option<Timestamp>) -> String {
        let token = self.signer.sign(purpose, &id.to_string(), expires);
        format!("{}/{path}/{token}", self.base)
    }
}
