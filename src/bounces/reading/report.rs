//! Findings of delivery reports, from their fields and from their free text.

use super::addresses;
use super::fields::HeaderFields;
use super::free_text::{self, Section};
use super::mime::ReturnedMail;
use super::phrases::meaning;
use super::status::EnhancedStatus;
use super::verdict::{self, BounceEvidence};
use super::{feedback, recognition};
use crate::address::EmailAddress;
use crate::bounces::model::{BounceReason, Finding};

/// Characters of a diagnostic that are kept.
const KEPT: usize = 500;
/// Recipients of one report.
const MOST_RECIPIENTS: usize = 100;

/// Returns the findings of a mail, one a recipient. A mail that is not a report has one finding of class `none`.
pub(super) fn findings(mail: &ReturnedMail) -> Vec<Finding> {
    if let Some(findings) = feedback::findings(mail) {
        return findings;
    }
    if let Some(request) = feedback::request(mail) {
        return vec![request];
    }
    let mut sections = free_text::sections(&mail.free_text.text, &mail.originals.ours);
    if sections.is_empty() && mail.headers.get("x-failed-recipients").is_none() {
        // A mail to oneself has one address as sender and recipient.
        sections = free_text::sections(&mail.free_text.text, &[]);
    }
    let findings = of_fields(mail, &sections);
    if !findings.is_empty() {
        return findings;
    }
    if recognition::is_report(mail) {
        return of_free_text(mail, sections);
    }
    let is_automatic = mail
        .headers
        .get("auto-submitted")
        .is_some_and(|value| !value.eq_ignore_ascii_case("no"));
    let reason = if is_automatic {
        BounceReason::AutoReply
    } else {
        BounceReason::NoReport
    };
    vec![Finding::plain(None, reason, "")]
}

/// Returns the finding for this evidence.
pub(super) fn finding(
    recipient: Option<EmailAddress>,
    original: Option<EmailAddress>,
    evidence: &BounceEvidence,
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

/// Returns the finding of a mail service's event: permanent or not, with the service's own reason, and the words of the refusing
/// server. A permanent event is hard only when it is about the address, not about us or our mail.
pub fn reported(
    recipient: Option<EmailAddress>,
    is_permanent: bool,
    named: Option<BounceReason>,
    status: Option<&str>,
    said: &str,
) -> Finding {
    let evidence = BounceEvidence {
        status: status.and_then(EnhancedStatus::at_start),
        diagnostic: said.to_owned(),
        recipient: recipient
            .as_ref()
            .map(EmailAddress::key)
            .unwrap_or_default(),
        ..BounceEvidence::default()
    };
    let mut finding = finding(recipient, None, &evidence);
    if let Some(named) = named {
        finding.reason = named;
    }
    if is_permanent
        && matches!(
            finding.reason,
            BounceReason::Unknown | BounceReason::Filtered
        )
    {
        finding.reason = BounceReason::UserUnknown;
    }
    if !is_permanent {
        finding.reason = finding.reason.in_doubt();
    }
    finding.class = finding.reason.class();
    finding
}

/// RFC 3464: a block of fields a recipient.
fn of_fields(mail: &ReturnedMail, sections: &[Section]) -> Vec<Finding> {
    let blocks: Vec<&HeaderFields> = mail
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
    let ours = &mail.originals.ours;
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
            // `smtp; 550 …`: the type does not come from the server.
            let diagnostic = match said.split_once(';') {
                Some((kind, rest)) if !kind.trim().contains(' ') => rest.trim(),
                _ => said,
            };
            let section = sections
                .iter()
                .find(|section| section.recipient.key() == key);
            let text = match section {
                Some(section) => section.text.clone(),
                None if is_single => mail.free_text.text.clone(),
                None => String::new(),
            };
            let evidence = BounceEvidence {
                action: block.get("action").map(|action| {
                    action
                        .split_whitespace()
                        .next()
                        .unwrap_or_default()
                        .to_ascii_lowercase()
                }),
                status: block.get("status").and_then(EnhancedStatus::at_start),
                diagnostic: diagnostic.to_owned(),
                text,
                recipient: key,
                ours: ours.clone(),
            };
            finding(recipient, original, &evidence)
        })
        .collect()
}

fn of_free_text(mail: &ReturnedMail, mut sections: Vec<Section>) -> Vec<Finding> {
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
            .any(|failed| is_listed(failed) || mail.free_text.text.contains(failed.as_str()));
    if !failed.is_empty() && !is_of_others {
        // Exim and Gmail name the recipients; the text is assigned to them.
        let is_single = failed.len() == 1;
        sections = failed
            .into_iter()
            .map(|recipient| {
                let section = sections
                    .iter()
                    .find(|section| section.recipient.key() == recipient.key());
                let text = match section {
                    Some(section) if !is_single => section.text.clone(),
                    _ => mail.free_text.text.clone(),
                };
                Section { recipient, text }
            })
            .collect();
    }
    let ours = &mail.originals.ours;
    if sections.is_empty() {
        let evidence = BounceEvidence {
            text: mail.free_text.text.clone(),
            ours: ours.clone(),
            ..BounceEvidence::default()
        };
        return vec![finding(mail.originals.returned_to.clone(), None, &evidence)];
    }
    sections
        .into_iter()
        .map(|section| {
            let text = match meaning(&section.text.to_lowercase()) {
                Some(_) => section.text,
                None => mail.free_text.text.clone(),
            };
            let evidence = BounceEvidence {
                text,
                recipient: section.recipient.key(),
                ours: ours.clone(),
                ..BounceEvidence::default()
            };
            finding(Some(section.recipient), None, &evidence)
        })
        .collect()
}
