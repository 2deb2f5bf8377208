//! A reader's own links. They are signed, so only mails to the reader contain them.

use super::placeholder::PersonalLinks;
use crate::clock::{DAY, Timestamp};
use crate::config::Config;
use crate::ids::SubscriberId;
use crate::token::{Purpose, Signer};

/// Lifetime of a link to the preferences.
const PREFERENCES_LIFE: i64 = 30 * DAY;

/// The maker of an installation's links.
#[derive(Clone, Debug)]
pub struct LinkMaker {
    base: String,
    signer: Signer,
}

impl LinkMaker {
    /// The maker for this configuration.
    pub fn of(config: &Config, signer: &Signer) -> Self {
        Self {
            base: config.server.base_url(),
            signer: signer.clone(),
        }
    }

    /// Both links of the subscriber with this id, in a mail that was made at `made`.
    pub fn personal(&self, subscriber: SubscriberId, made: Timestamp) -> PersonalLinks {
        PersonalLinks {
            unsubscribe: self.unsubscribe(subscriber),
            preferences: self.preferences(subscriber, made),
        }
    }

    /// The one-click unsubscribe link. It never expires, since a mail may be read years later.
    pub fn unsubscribe(&self, subscriber: SubscriberId) -> String {
        self.link(Purpose::Unsubscribe, "unsubscribe", subscriber, None)
    }

    /// The link to the subscriber's preferences.
    pub fn preferences(&self, subscriber: SubscriberId, made: Timestamp) -> String {
        let expires = made.plus(PREFERENCES_LIFE);
        self.link(
            Purpose::Preferences,
            "preferences",
            subscriber,
            Some(expires),
        )
    }

    fn link(
        &self,
        purpose: Purpose,
        path: &str,
        id: SubscriberId,
        expires: Option<Timestamp>,
    ) -> String {
        let token = self.signer.sign(purpose, &id.0.to_string(), expires);
        format!("{}/{path}/{token}", self.base)
    }
}
