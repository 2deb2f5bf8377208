//! Message-IDs. They are made of the row id and the installation's secret, so a second attempt is
//! recognised as the same mail (RFC 5322, section 3.6.4).

use crate::clock::Timestamp;
use crate::ids::MailId;
use crate::token::{Purpose, Signer};

/// Returns `<token@domain>` for this mail, the same at each attempt.
pub fn for_mail(signer: &Signer, id: MailId, domain: &str) -> String {
    let token = signer.sign(Purpose::Message, &id.0.to_string(), None);
    format!("<{token}@{domain}>")
}

/// Returns the mail of this Message-ID, with or without its angle brackets; `None` for one that
/// this installation did not make.
pub fn read(signer: &Signer, text: &str) -> Option<MailId> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    let (token, _) = text.rsplit_once('@')?;
    let subject = signer.verify(Purpose::Message, token, Timestamp::from_unix(0));
    subject.ok()?.parse().ok().map(MailId)
}
