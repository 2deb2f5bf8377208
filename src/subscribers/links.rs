//! Signed links of mails. They identify the subscriber without a password.

use super::model::SubscriberId;
use crate::app::App;
use crate::clock::Timestamp;
use crate::token::{Purpose, SignatureError, Signer};

/// The one-click unsubscribe link of a subscriber. It never expires, since a mail may be read years later.
pub fn unsubscribe_url(app: &App, id: SubscriberId) -> String {
    app.links().unsubscribe(id)
}

/// The preferences link of a subscriber.
pub fn preferences_url(app: &App, id: SubscriberId) -> String {
    app.links().preferences(id, app.now())
}

/// The subscriber of a link's token, however old it is: for refusals, to which a mail leads as long as somebody has it.
pub fn verify_at_any_age(
    signer: &Signer,
    purpose: Purpose,
    token: &str,
) -> Result<SubscriberId, SignatureError> {
    verify(signer, purpose, token, Timestamp::from_unix(0))
}

/// The subscriber of a link's token. Returns an error for a forged or expired token.
pub fn verify(
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
