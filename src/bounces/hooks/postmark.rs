//! Postmark signs nothing: its calls carry the password that its owner gave it (HTTP Basic, RFC 7617).
//! <https://postmarkapp.com/developer/webhooks/bounce-webhook>

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::calls::{HookError, HookEvent};
use crate::address::EmailAddress;
use crate::bounces::model::{BounceReason, Finding};
use crate::bounces::reading::reported;

/// An event of Postmark; a call has one.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PostmarkEvent {
    #[serde(rename = "RecordType")]
    about: String,
    #[serde(rename = "ID")]
    id: Option<i64>,
    #[serde(rename = "Type")]
    kind: Option<String>,
    email: Option<String>,
    recipient: Option<String>,
    #[serde(rename = "MessageID")]
    message_id: Option<String>,
    details: Option<String>,
    description: Option<String>,
    suppress_sending: Option<bool>,
    suppression_reason: Option<String>,
}

/// The events of a call with this `Authorization`.
pub(in crate::bounces) fn events(
    password: &SecretString,
    authorization: &str,
    body: &[u8],
) -> Result<Vec<HookEvent>, HookError> {
    if !knows(password, authorization) {
        return Err(HookError::Forged);
    }
    let record: PostmarkEvent = serde_json::from_slice(body)?;
    let recipient = record.email.as_deref().or(record.recipient.as_deref());
    let recipient = recipient.and_then(|recipient| recipient.parse().ok());
    let said = record
        .details
        .as_deref()
        .or(record.description.as_deref())
        .unwrap_or_default();
    let finding = match record.about.as_str() {
        "Bounce" => bounced(&record, recipient, said),
        "SpamComplaint" => Finding::plain(recipient, BounceReason::Abuse, said),
        "SubscriptionChange" if record.suppress_sending == Some(true) => {
            match record.suppression_reason.as_deref() {
                Some("HardBounce") => reported(recipient, true, None, None, ""),
                Some("SpamComplaint") => Finding::plain(recipient, BounceReason::Abuse, ""),
                _ => Finding::plain(recipient, BounceReason::Unsubscribe, ""),
            }
        }
        _ => return Ok(Vec::new()),
    };
    let id = record
        .id
        .map(|id| id.to_string())
        .or(record.message_id)
        .unwrap_or_default();
    let address = finding
        .recipient
        .as_ref()
        .map(EmailAddress::key)
        .unwrap_or_default();
    let name = format!("{}:{id}:{address}", record.about);
    Ok(vec![HookEvent::about(name, finding, None)])
}

/// <https://postmarkapp.com/developer/api/bounce-api#bounce-types>
fn bounced(record: &PostmarkEvent, recipient: Option<EmailAddress>, said: &str) -> Finding {
    match record.kind.as_deref().unwrap_or_default() {
        "HardBounce" | "BadEmailAddress" => reported(recipient, true, None, None, said),
        "SpamComplaint" => Finding::plain(recipient, BounceReason::Abuse, said),
        "Unsubscribe" | "ManuallyDeactivated" => {
            Finding::plain(recipient, BounceReason::Unsubscribe, said)
        }
        "AutoResponder"
        | "AddressChange"
        | "ChallengeVerification"
        | "OpenRelayTest"
        | "Subscribe" => Finding::plain(recipient, BounceReason::AutoReply, said),
        "SpamNotification" => reported(recipient, false, Some(BounceReason::Spam), None, said),
        "VirusNotification" => reported(recipient, false, Some(BounceReason::Virus), None, said),
        "Blocked" | "DMARCPolicy" => {
            reported(recipient, false, Some(BounceReason::Blocked), None, said)
        }
        "DnsError" => reported(
            recipient,
            false,
            Some(BounceReason::HostUnknown),
            None,
            said,
        ),
        _ => reported(recipient, false, None, None, said),
    }
}

fn knows(password: &SecretString, authorization: &str) -> bool {
    let given = authorization
        .strip_prefix("Basic ")
        .and_then(|encoded| STANDARD.decode(encoded.trim()).ok());
    let given = given.as_deref().and_then(|pair| {
        let colon = pair.iter().position(|byte| *byte == b':')?;
        Some(&pair[colon + 1..])
    });
    given.is_some_and(|given| given.ct_eq(password.expose_secret().as_bytes()).into())
}
