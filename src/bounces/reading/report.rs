//! Delivery reports: fields where there are fields, prose where there is prose, and both together where both speak.

use super::addresses;
use super::fields::Fields;
use super::mime::Mail;
use super::prose::{self, Section};
use super::status::Status;
use super::verdict::{self, Evidence};
use super::words::meaning;
use super::{Finding, Reason, feedback, recognition};
use crate::address::EmailAddress;

/// Characters of a diagnostic that are kept.
const KEPT: usize = 500;
/// Recipients of one report.
const MOST_RECIPIENTS: usize = 100;

/// What the mail says, recipient by recipient; one finding of class `none` when it is no report at all.
pub(super) fn findings(mail: &Mail) -> Vec<Finding> {
    if let Some(findings) = feedback::findings(mail) {
        return findings;
    }
    if let Some(request) = feedback::request(mail) {
        return vec![request];
    }
    let mut sections = prose::sections(&mail.prose.text, &mail.ours());
    if sections.is_empty() && mail.headers.get("x-failed-recipients").is_none() {
        // Whoever writes to themselves is sender and recipient at once.
        sections = prose::sections(&mail.prose.text, &[]);
    }
    let findings = of_fields(mail, &sections);
    if !findings.is_empty() {
        return findings;
    }
    if recognition::is_report(mail) {
        return of_prose(mail, sections);
    }
    let is_automatic = mail
        .headers
        .get("auto-submitted")
        .is_some_and(|value| !value.eq_ignore_ascii_case("no"));
    let reason = if is_automatic {
        Reason::AutoReply
    } else {
        Reason::NoReport
    };
    vec![Finding::plain(None, reason, "")]
}

/// The finding for this evidence.
pub(super) fn finding(
    recipient: Option<EmailAddress>,
    original: Option<EmailAddress>,
    evidence: &Evidence,
) -> Finding {
    let verdict = verdict::judge(evidence);
    let said = if evidence.diagnostic.is_empty() {
        &evidence.text
    } else {
        &evidence.diagnostic
    };
    Finding {
        recipient,
        original,
        class: verdict.reason.class(),
        reason: verdict.reason,
        status: verdict.status,
        diagnostic: said
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(KEPT)
            .collect(),
        is_delay: verdict.is_delay,
    }
}

/// A finding by the word of a mail service: permanent or not, its own reason where it names one, and what the refusing
/// server said. What they call permanent is hard only when it is about the address, not about us or our mail.
pub fn reported(
    recipient: Option<EmailAddress>,
    is_permanent: bool,
    named: Option<Reason>,
    status: Option<&str>,
    said: &str,
) -> Finding {
    let evidence = Evidence {
        status: status.and_then(Status::at_start),
        diagnostic: said.to_owned(),
        recipient: recipient
            .as_ref()
            .map(EmailAddress::key)
            .unwrap_or_default(),
        ..Evidence::default()
    };
    let mut finding = finding(recipient, None, &evidence);
    if let Some(named) = named {
        finding.reason = named;
    }
    if is_permanent && matches!(finding.reason, Reason::Unknown | Reason::Filtered) {
        finding.reason = Reason::UserUnknown;
    }
    if !is_permanent {
        finding.reason = finding.reason.in_doubt();
    }
    finding.class = finding.reason.class();
    finding
}

/// RFC 3464: a block of fields a recipient.
fn of_fields(mail: &Mail, sections: &[Section]) -> Vec<Finding> {
    let blocks: Vec<&Fields> = mail
        .status
        .iter()
        .filter(|block| {
            block
                .get("final-recipient")
                .or(block.get("original-recipient"))
                .is_some()
        })
        .take(MOST_RECIPIENTS)
        .collect();
    let is_single = blocks.len() == 1;
    let ours = mail.ours();
    blocks
        .into_iter()
        .map(|block| {
            let address = |name| block.get(name).and_then(addresses::in_field);
            let original = address("original-recipient");
            // A name of their own machine is nobody's address; what the sender wrote is.
            let last = address("final-recipient")
                .filter(|last| last.domain().contains('.') || original.is_none());
            let recipient = last
                .or_else(|| original.clone())
                .or_else(|| {
                    mail.headers
                        .get("x-failed-recipients")
                        .and_then(addresses::in_field)
                })
                .or_else(|| {
                    sections
                        .first()
                        .filter(|_| is_single)
                        .map(|section| section.recipient.clone())
                });
            let key = recipient
                .as_ref()
                .map(EmailAddress::key)
                .unwrap_or_default();
            let said = block.get("diagnostic-code").unwrap_or_default();
            // `smtp; 550 …`: the type is no word of the server's.
            let diagnostic = match said.split_once(';') {
                Some((kind, rest)) if !kind.trim().contains(' ') => rest.trim(),
                _ => said,
            };
            let section = sections
                .iter()
                .find(|section| section.recipient.key() == key);
            let text = match section {
                Some(section) => section.text.clone(),
                None if is_single => mail.prose.text.clone(),
                None => String::new(),
            };
            let evidence = Evidence {
                action: block.get("action").map(|action| {
                    action
                        .split_whitespace()
                        .next()
                        .unwrap_or_default()
                        .to_ascii_lowercase()
                }),
                status: block.get("status").and_then(Status::at_start),
                diagnostic: diagnostic.to_owned(),
                text,
                recipient: key,
                ours: ours.clone(),
            };
            finding(recipient, original, &evidence)
        })
        .collect()
}

fn of_prose(mail: &Mail, mut sections: Vec<Section>) -> Vec<Finding> {
    let failed: Vec<EmailAddress> = mail
        .headers
        .all("x-failed-recipients")
        .flat_map(|value| {
            value
                .split(',')
                .filter_map(addresses::in_field)
                .collect::<Vec<_>>()
        })
        .take(MOST_RECIPIENTS)
        .collect();
    let is_listed = |failed: &EmailAddress| {
        sections
            .iter()
            .any(|section| section.recipient.key() == failed.key())
    };
    // Where the text lists others, the header was written for an alias of theirs.
    let is_of_others = !sections.is_empty()
        && !failed
            .iter()
            .any(|failed| is_listed(failed) || mail.prose.text.contains(failed.as_str()));
    if !failed.is_empty() && !is_of_others {
        // Exim and Gmail name whom it is about; the text is sorted to them.
        let is_single = failed.len() == 1;
        sections = failed
            .into_iter()
            .map(|recipient| {
                let section = sections
                    .iter()
                    .find(|section| section.recipient.key() == recipient.key());
                let text = match section {
                    Some(section) if !is_single => section.text.clone(),
                    _ => mail.prose.text.clone(),
                };
                Section { recipient, text }
            })
            .collect();
    }
    let ours = mail.ours();
    if sections.is_empty() {
        let evidence = Evidence {
            text: mail.prose.text.clone(),
            ours,
            ..Evidence::default()
        };
        return vec![finding(mail.returned_to(), None, &evidence)];
    }
    sections
        .into_iter()
        .map(|section| {
            let text = match meaning(&section.text.to_lowercase()) {
                Some(_) => section.text,
                None => mail.prose.text.clone(),
            };
            let evidence = Evidence {
                text,
                recipient: section.recipient.key(),
                ours: ours.clone(),
                ..Evidence::default()
            };
            finding(Some(section.recipient), None, &evidence)
        })
        .collect()
}
