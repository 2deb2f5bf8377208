//! A reader's own links. They are signed, so only mails to the reader contain them.

use super::placeholder::PersonalLinks;
use super::verp;
use crate::address::EmailAddress;
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
    bounce_address: Option<EmailAddress>,
}

impl LinkMaker {
    /// The maker for this configuration.
    pub fn of(config: &Config, signer: &Signer) -> Self {
        Self {
            base: config.server.base_url(),
            signer: signer.clone(),
            bounce_address: config.mail.bounce_address.clone(),
        }
    }

    /// The links of the subscriber with this id, in a mail that was made at `made`.
    pub fn personal(&self, subscriber: SubscriberId, made: Timestamp) -> PersonalLinks {
        PersonalLinks {
            unsubscribe: self.unsubscribe(subscriber),
            preferences: self.preferences(subscriber, made),
            unsubscribe_by_mail: self.unsubscribe_by_mail(subscriber),
        }
    }

    /// The address that unsubscribes by a mail, whatever it says. Without a mailbox for bounces nothing would read the mail.
    fn unsubscribe_by_mail(&self, subscriber: SubscriberId) -> Option<String> {
        let mailbox = self.bounce_address.as_ref()?;
        let address = verp::unsubscribe_address(&self.signer, subscriber, mailbox)?;
        Some(format!("mailto:{address}?subject=unsubscribe"))
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
