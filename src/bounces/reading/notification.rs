//! Notifications of Amazon SES, as its hook posts them and as SNS mails them.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::addresses;
use super::report::reported;
use super::{Finding, Reason};

/// Octets that may stand before a notification in a mail.
const LONGEST_GREETING: usize = 500;

/// A notification or an event; the two differ in the name of their type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    #[serde(rename = "notificationType", alias = "eventType")]
    kind: String,
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
    delivery: Option<Delivery>,
    mail: Option<Original>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    #[serde(rename = "bounceType")]
    kind: String,
    #[serde(rename = "bounceSubType", default)]
    detail: String,
    #[serde(default)]
    bounced_recipients: Vec<Recipient>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    #[serde(default)]
    complained_recipients: Vec<Recipient>,
    complaint_feedback_type: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: String,
    status: Option<String>,
    diagnostic_code: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Delivery {
    #[serde(default)]
    recipients: Vec<String>,
}

/// The mail that it is about.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Original {
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

/// What a notification says, and the marks of ours on the mail that it is about: return paths and Message-IDs.
#[derive(Debug)]
pub(crate) struct Notice {
    pub findings: Vec<Finding>,
    pub return_paths: Vec<String>,
    pub message_ids: Vec<String>,
}

/// SNS's own words around a notification.
#[derive(Debug, Deserialize)]
struct Envelope {
    #[serde(rename = "Message")]
    message: String,
}

/// The notification of this text, bare or in SNS's envelope; what stands around it (SNS adds a footer to mails) is nobody's.
pub(crate) fn read(text: &str) -> Option<Notice> {
    let begins = text.find('{').filter(|at| *at < LONGEST_GREETING)?;
    // Mail servers break lines of more than 998 octets, some with a mark.
    let whole = text[begins..]
        .replace('\r', "")
        .replace("!\n ", "")
        .replace('\n', "");
    let notification: Notification = match first_of(&whole) {
        Some(notification) => notification,
        None => first_of(&first_of::<Envelope>(&whole)?.message)?,
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
    Some(Notice {
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

fn findings(notification: Notification) -> Vec<Finding> {
    match notification.kind.as_str() {
        "Bounce" => notification.bounce.as_ref().map_or_else(Vec::new, bounced),
        "Complaint" => notification.complaint.map_or_else(Vec::new, complained),
        "Delivery" => {
            let recipients = notification
                .delivery
                .map_or_else(Vec::new, |delivery| delivery.recipients);
            recipients
                .iter()
                .map(|each| Finding::plain(addresses::in_field(each), Reason::Delivered, ""))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn bounced(bounce: &Bounce) -> Vec<Finding> {
    let is_permanent = bounce.kind == "Permanent";
    let reason = match bounce.detail.as_str() {
        "MailboxFull" => Some(Reason::MailboxFull),
        "MessageTooLarge" => Some(Reason::TooBig),
        "ContentRejected" | "AttachmentRejected" => Some(Reason::Content),
        _ => None,
    };
    let finding = |recipient: &Recipient| {
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

fn complained(complaint: Complaint) -> Vec<Finding> {
    let kind = complaint.complaint_feedback_type.unwrap_or_default();
    let reason = match kind.as_str() {
        "not-spam" => Reason::Delivered,
        "auth-failure" => Reason::AuthReport,
        _ => Reason::Abuse,
    };
    let finding = |recipient: &Recipient| {
        Finding::plain(addresses::in_field(&recipient.email_address), reason, &kind)
    };
    complaint
        .complained_recipients
        .iter()
        .map(finding)
        .collect()
}
