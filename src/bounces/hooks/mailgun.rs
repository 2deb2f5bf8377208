//! Mailgun signs a moment and a token, not the body: so a token is taken once, and never an old one.
//! <https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks>

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::calls::{HookError, HookEvent, is_fresh};
use crate::bounces::model::{BounceReason, Finding};
use crate::bounces::reading::reported;
use crate::clock::{DAY, Timestamp};
use crate::token::hex;

/// Seconds from a call's moment within which it is taken: Mailgun repeats a call for eight hours.
const WINDOW: i64 = DAY;

#[derive(Debug, Deserialize)]
struct MailgunBody {
    signature: MailgunSignature,
    #[serde(rename = "event-data")]
    data: MailgunEvent,
}

#[derive(Debug, Deserialize)]
struct MailgunSignature {
    timestamp: String,
    token: String,
    #[serde(rename = "signature")]
    mac: String,
}

#[derive(Debug, Deserialize)]
struct MailgunEvent {
    event: String,
    id: Option<String>,
    severity: Option<String>,
    recipient: Option<String>,
    reason: Option<String>,
    #[serde(rename = "delivery-status", default)]
    status: DeliveryStatus,
    message: Option<MailgunMessage>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct DeliveryStatus {
    message: Option<String>,
    description: Option<String>,
    enhanced_code: Option<String>,
}

#[derive(Debug, Deserialize)]
struct MailgunMessage {
    #[serde(default)]
    headers: MailgunHeaders,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct MailgunHeaders {
    message_id: Option<String>,
}

/// A genuine call: the token that makes it one, and its event.
#[derive(Debug)]
pub(in crate::bounces) struct MailgunCall {
    pub token: String,
    pub events: Vec<HookEvent>,
}

/// Reads a call whose signature is genuine and fresh.
pub(in crate::bounces) fn call(
    key: &SecretString,
    body: &[u8],
    now: Timestamp,
) -> Result<MailgunCall, HookError> {
    let body: MailgunBody = serde_json::from_slice(body)?;
    let MailgunSignature {
        timestamp,
        token,
        mac: signed,
    } = body.signature;
    let mac = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes());
    let mut mac = mac.unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(timestamp.as_bytes());
    mac.update(token.as_bytes());
    let expected = hex(&mac.finalize().into_bytes());
    let is_genuine: bool = expected
        .as_bytes()
        .ct_eq(signed.to_ascii_lowercase().as_bytes())
        .into();
    // Mailgun's tokens have 50 characters.
    if !is_genuine || token.is_empty() || token.len() > 200 {
        return Err(HookError::Forged);
    }
    let signed_at = timestamp
        .parse()
        .map(Timestamp::from_unix)
        .map_err(|_| HookError::Forged)?;
    is_fresh(signed_at, WINDOW, now)?;
    let name = body.data.id.clone().unwrap_or_else(|| token.clone());
    let message_id = body
        .data
        .message
        .as_ref()
        .and_then(|message| message.headers.message_id.clone());
    let events = finding(&body.data).map(|finding| HookEvent::about(name, finding, message_id));
    Ok(MailgunCall {
        token,
        events: events.into_iter().collect(),
    })
}

fn finding(data: &MailgunEvent) -> Option<Finding> {
    let recipient = data
        .recipient
        .as_deref()
        .and_then(|recipient| recipient.parse().ok());
    let texts = [&data.status.message, &data.status.description, &data.reason];
    let said = texts
        .into_iter()
        .flatten()
        .find(|text| !text.is_empty())
        .map_or("", String::as_str);
    Some(match (data.event.as_str(), data.severity.as_deref()) {
        ("failed", Some("permanent")) => reported(
            recipient,
            true,
            None,
            data.status.enhanced_code.as_deref(),
            said,
        ),
        ("failed", _) => {
            let mut finding = reported(
                recipient,
                false,
                None,
                data.status.enhanced_code.as_deref(),
                said,
            );
            finding.is_delay = true;
            finding
        }
        ("complained", _) => Finding::plain(recipient, BounceReason::Abuse, said),
        ("unsubscribed", _) => Finding::plain(recipient, BounceReason::Unsubscribe, said),
        _ => return None,
    })
}
