//! Feedback reports of mailbox providers (RFC 5965), and mails that ask to unsubscribe.

use super::addresses;
use super::fields::HeaderFields;
use super::mime::ReturnedMail;
use super::{recognition, requests};
use crate::address::EmailAddress;
use crate::bounces::model::{BounceReason, Finding};

/// Returns the findings of the feedback report; `None` without one.
pub(super) fn findings(mail: &ReturnedMail) -> Option<Vec<Finding>> {
    let nothing = HeaderFields::default();
    let is_hotmail = mail
        .subject
        .trim()
        .to_lowercase()
        .starts_with("complaint about message from");
    let fields = match &mail.feedback {
        Some(fields) => fields,
        // Outlook.com's junk mail reporting sends the mail alone.
        None if is_hotmail && mail.original.is_some() => &nothing,
        None => return None,
    };
    let reason = match fields
        .get("feedback-type")
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "auth-failure" | "dmarc" => BounceReason::AuthReport,
        "not-spam" => BounceReason::Delivered,
        "opt-out" | "opt-out-list" => BounceReason::Unsubscribe,
        _ => BounceReason::Abuse,
    };
    let mut recipients: Vec<EmailAddress> = ["original-rcpt-to", "removal-recipient"]
        .iter()
        .flat_map(|name| fields.all(name).take(100))
        .filter_map(addresses::in_field)
        .collect();
    if recipients.is_empty() {
        recipients.extend(mail.originals.returned_to.clone());
    }
    let said = fields.get("feedback-type").unwrap_or_default();
    let finding = |recipient| Finding::plain(recipient, reason, said);
    if recipients.is_empty() {
        return Some(vec![finding(None)]);
    }
    Some(
        recipients
            .into_iter()
            .map(|each| finding(Some(each)))
            .collect(),
    )
}

/// A person's mail that asks for no more, in the subject or at the beginning of the text. Mail programs send one for a
/// `List-Unsubscribe: <mailto:…>` (RFC 2369).
pub(super) fn request(mail: &ReturnedMail) -> Option<Finding> {
    if recognition::is_named_as_system(mail) || !mail.status.is_empty() {
        return None;
    }
    let begins = mail.free_text.text.lines().map(str::trim);
    let first = begins.into_iter().find(|line| !line.is_empty());
    let lines = [Some(mail.subject.as_str()), first];
    let asked = lines
        .into_iter()
        .flatten()
        .find(|line| requests::asks_to_leave(line))?;
    let from = mail
        .headers
        .get("from")
        .and_then(|value| addresses::in_text(value).last());
    let from = from.map(|found| found.address);
    Some(Finding::plain(from, BounceReason::Unsubscribe, asked))
}
