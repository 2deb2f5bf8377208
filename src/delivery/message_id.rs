//! Message-IDs: made from the row's id and the installation's secret, so that a second attempt is recognised as the same mail (RFC 5322, section 3.6.4).

use super::MailId;
use crate::clock::Timestamp;
use crate::token::{Purpose, Signer};

/// `<token@domain>` for this mail, the same at each attempt.
pub fn of(signer: &Signer, id: MailId, domain: &str) -> String {
    let token = signer.sign(Purpose::Message, &id.0.to_string(), None);
    format!("<{token}@{domain}>")
}

/// The mail whose Message-ID this is, with or without its angle brackets; `None` for one that this installation did not make.
pub fn read(signer: &Signer, text: &str) -> Option<MailId> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    let (token, _) = text.rsplit_once('@')?;
    let subject = signer.verify(Purpose::Message, token, Timestamp::from_unix(0));
    subject.ok()?.parse().ok().map(MailId)
}
