//! Links that say who clicked without a password: signed, so that only a mail to the person carries them.

use super::model::SubscriberId;
use crate::app::App;
use crate::clock::Timestamp;
use crate::token::{Purpose, SignatureError, Signer};

/// Where this subscriber leaves with one click. It never expires: a mail may be read years later.
pub fn unsubscribe_url(app: &App, id: SubscriberId) -> String {
    app.links().unsubscribe(id)
}

/// Where this subscriber changes what they get.
pub fn preferences_url(app: &App, id: SubscriberId) -> String {
    app.links().preferences(id, app.now())
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
