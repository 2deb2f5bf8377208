//! `SendGrid` signs the moment and the body of a call with ECDSA over P-256.
//! <https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features>

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::calls::{HookError, HookEvent, is_fresh};
use crate::bounces::model::{BounceReason, Finding};
use crate::bounces::reading::reported;
use crate::clock::{HOUR, Timestamp};

/// The header with the signature.
pub(in crate::bounces) const SIGNATURE: &str = "x-twilio-email-event-webhook-signature";
/// The header with the moment that was signed.
pub(in crate::bounces) const TIMESTAMP: &str = "x-twilio-email-event-webhook-timestamp";
/// Seconds from a call's moment within which it is taken; a call that is repeated is signed anew.
const WINDOW: i64 = HOUR;

/// One event; a call carries many.
#[derive(Debug, Deserialize)]
struct SendgridEvent {
    event: String,
    email: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    reason: Option<String>,
    status: Option<String>,
    sg_event_id: Option<String>,
    #[serde(rename = "smtp-id")]
    smtp_id: Option<String>,
}

/// The events of a call, when its signature is genuine and fresh.
pub(in crate::bounces) fn events(
    key: &str,
    signature: &str,
    timestamp: &str,
    body: &[u8],
    now: Timestamp,
) -> Result<Vec<HookEvent>, HookError> {
    let key = STANDARD.decode(key.trim()).map_err(|_| HookError::Forged)?;
    let signature = STANDARD.decode(signature).map_err(|_| HookError::Forged)?;
    let signed = [timestamp.as_bytes(), body].concat();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key)
        .verify(&signed, &signature)
        .map_err(|_| HookError::Forged)?;
    let signed_at = timestamp
        .parse()
        .map(Timestamp::from_unix)
        .map_err(|_| HookError::Forged)?;
    is_fresh(signed_at, WINDOW, now)?;
    let happened: Vec<SendgridEvent> = serde_json::from_slice(body)?;
    Ok(happened.into_iter().filter_map(event).collect())
}

fn event(happened: SendgridEvent) -> Option<HookEvent> {
    let recipient = happened
        .email
        .as_deref()
        .and_then(|email| email.parse().ok());
    let said = happened.reason.as_deref().unwrap_or_default();
    let status = happened.status.as_deref();
    let finding = match (happened.event.as_str(), happened.kind.as_deref()) {
        // "Blocked" is a refusal of this mail, not of the address.
        ("bounce", Some("blocked")) => reported(recipient, false, None, status, said),
        ("bounce", _) => reported(recipient, true, None, status, said),
        ("spamreport", _) => Finding::plain(recipient, BounceReason::Abuse, said),
        ("unsubscribe" | "group_unsubscribe", _) => {
            Finding::plain(recipient, BounceReason::Unsubscribe, said)
        }
        _ => return None,
    };
    let name = happened.sg_event_id?;
    Some(HookEvent::about(name, finding, happened.smtp_id))
}
