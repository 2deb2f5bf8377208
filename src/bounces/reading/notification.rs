//! Notifications of Amazon SES, as its hook posts them and as SNS mails them.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::addresses;
use super::report::reported;
use crate::bounces::model::{BounceReason, Finding};

/// Bytes that may stand before a notification in a mail.
const LONGEST_GREETING: usize = 500;

/// A notification or an event; the two differ in the name of their type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SesNotification {
    #[serde(rename = "notificationType", alias = "eventType")]
    kind: String,
    bounce: Option<SesBounce>,
    complaint: Option<SesComplaint>,
    delivery: Option<SesDelivery>,
    mail: Option<SesMail>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SesBounce {
    #[serde(rename = "bounceType")]
    kind: String,
    #[serde(rename = "bounceSubType", default)]
    detail: String,
    #[serde(default)]
    bounced_recipients: Vec<SesRecipient>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SesComplaint {
    #[serde(default)]
    complained_recipients: Vec<SesRecipient>,
    complaint_feedback_type: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SesRecipient {
    email_address: String,
    status: Option<String>,
    diagnostic_code: Option<String>,
}

#[derive(Debug, Deserialize)]
struct SesDelivery {
    #[serde(default)]
    recipients: Vec<String>,
}

/// The mail that it is about.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SesMail {
    source: Option<String>,
    #[serde(rename = "commonHeaders")]
    headers: Option<MailHeaders>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MailHeaders {
    message_id: Option<String>,
    return_path: Option<String>,
}

/// The findings of a notification, with the return paths and Message-IDs of the mail that it is about.
#[derive(Debug)]
pub(crate) struct SesNotice {
    pub findings: Vec<Finding>,
    pub return_paths: Vec<String>,
    pub message_ids: Vec<String>,
}

/// SNS's own words around a notification.
#[derive(Debug, Deserialize)]
struct SnsEnvelope {
    #[serde(rename = "Message")]
    message: String,
}

/// Reads the notification in this text, bare or in SNS's envelope. Other text around it, such as SNS's footer, is ignored.
pub(crate) fn read(text: &str) -> Option<SesNotice> {
    let begins = text.find('{').filter(|at| *at < LONGEST_GREETING)?;
    // Mail servers break lines of more than 998 bytes, some with a mark.
    let whole = text[begins..]
        .replace('\r', "")
        .replace("!\n ", "")
        .replace('\n', "");
    let notification: SesNotification = match first_of(&whole) {
        Some(notification) => notification,
        None => first_of(&first_of::<SnsEnvelope>(&whole)?.message)?,
    };
    let headers = notification
        .mail
        .as_ref()
        .and_then(|mail| mail.headers.as_ref());
    let return_path = headers.and_then(|headers| headers.return_path.clone());
    let source = notification
        .mail
        .as_ref()
        .and_then(|mail| mail.source.clone());
    let message_id = headers.and_then(|headers| headers.message_id.clone());
    Some(SesNotice {
        findings: findings(notification),
        return_paths: return_path.into_iter().chain(source).collect(),
        message_ids: message_id.into_iter().collect(),
    })
}

/// The first JSON value of a text, when it is of this shape.
fn first_of<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::Deserializer::from_str(text)
        .into_iter()
        .next()?
        .ok()
}

fn findings(notification: SesNotification) -> Vec<Finding> {
    match notification.kind.as_str() {
        "Bounce" => notification.bounce.as_ref().map_or_else(Vec::new, bounced),
        "Complaint" => notification.complaint.map_or_else(Vec::new, complained),
        "Delivery" => {
            let recipients = notification
                .delivery
                .map_or_else(Vec::new, |delivery| delivery.recipients);
            recipients
                .iter()
                .map(|each| Finding::plain(addresses::in_field(each), BounceReason::Delivered, ""))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn bounced(bounce: &SesBounce) -> Vec<Finding> {
    let is_permanent = bounce.kind == "Permanent";
    let reason = match bounce.detail.as_str() {
        "MailboxFull" => Some(BounceReason::MailboxFull),
        "MessageTooLarge" => Some(BounceReason::TooBig),
        "ContentRejected" | "AttachmentRejected" => Some(BounceReason::Content),
        _ => None,
    };
    let finding = |recipient: &SesRecipient| {
        let said = recipient.diagnostic_code.as_deref().unwrap_or_default();
        let status = recipient.status.as_deref();
        reported(
            addresses::in_field(&recipient.email_address),
            is_permanent,
            reason,
            status,
            said,
        )
    };
    bounce.bounced_recipients.iter().map(finding).collect()
}

fn complained(complaint: SesComplaint) -> Vec<Finding> {
    let kind = complaint.complaint_feedback_type.unwrap_or_default();
    let reason = match kind.as_str() {
        "not-spam" => BounceReason::Delivered,
        "auth-failure" => BounceReason::AuthReport,
        _ => BounceReason::Abuse,
    };
    let finding = |recipient: &SesRecipient| {
        Finding::plain(addresses::in_field(&recipient.email_address), reason, &kind)
    };
    complaint
        .complained_recipients
        .iter()
        .map(finding)
        .collect()
}
