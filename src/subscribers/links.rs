//! Links that say who clicked without a password: signed, so that only a mail to the person carries them.

use super::SubscriberId;
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::token::{Purpose, SignatureError, Signer};

/// How long a link to the preferences is good.
const PREFERENCES_LIFE: i64 = 30 * DAY;

/// Where this subscriber leaves with one click. It never expires: a mail may be read years later.
pub fn unsubscribe_url(app: &App, id: SubscriberId) -> String {
    let token = app
        .signer()
        .sign(Purpose::Unsubscribe, &id.0.to_string(), None);
    app.url(&format!("/unsubscribe/{token}"))
}

/// Where this subscriber changes what they get.
pub fn preferences_url(app: &App, id: SubscriberId) -> String {
    let expires = app.now().plus(PREFERENCES_LIFE);
    let token = app
        .signer()
        .sign(Purpose::Preferences, &id.0.to_string(), Some(expires));
    app.url(&format!("/preferences/{token}"))
}

/// The subscriber that a token of one of these links names.
pub fn read(
    signer: &Signer,
    purpose: Purpose,
    token: &str,
    now: Timestamp,
) -> Result<SubscriberId, SignatureError> {
    let subject = signer.verify(purpose, token, now)?;
    subject
        .parse()
        .map(SubscriberId)
        .map_err(|_| SignatureError::Forged)
}
