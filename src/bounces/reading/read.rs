//! Reads a mail that came back, in the order of certainty: a report's fields, a service's notification, free text.

use super::{mime, notification, report, verdict};
use crate::address::EmailAddress;
use crate::bounces::model::{BounceReport, Finding};
use crate::message::incoming;

/// Reads a mail that came back.
pub fn read(bytes: &[u8]) -> BounceReport {
    let mail = mime::open(&incoming::readable(bytes));
    if let Some(notice) = notification::read(&mail.free_text.text) {
        return BounceReport {
            findings: notice.findings,
            return_paths: notice.return_paths,
            message_ids: notice.message_ids,
        };
    }
    BounceReport {
        findings: report::findings(&mail),
        return_paths: mail.originals.return_paths,
        message_ids: mail.originals.message_ids,
    }
}

/// Classifies the answer of a relay to a mail of ours; `said` is the text in the outbox.
pub fn read_answer(recipient: &EmailAddress, said: &str) -> Finding {
    let evidence = verdict::BounceEvidence {
        diagnostic: said.to_owned(),
        recipient: recipient.key(),
        ..verdict::BounceEvidence::default()
    };
    report::finding(Some(recipient.clone()), None, &evidence)
}
