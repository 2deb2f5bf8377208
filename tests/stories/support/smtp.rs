//! Handing mail to a relay without an outbox around it.

use gudok::delivery::transport::{Transport, TransportConnection};
use gudok::smtp::{self, DeliveryOutcome, OutgoingMessage};
use std::time::Duration;

use lettre::address::Envelope;

use super::scripted_relay::ScriptedRelay;

/// Long enough that nothing but a relay that hangs can use it up.
pub const LONG: Duration = Duration::from_mins(1);
/// A mail like any other.
pub const LETTER: &[u8] =
    b"Subject: hello\r\n\r\nA line.\r\n.A line with a dot.\r\n.\r\nThe end.\r\n";

/// A link to the relay of this `mail.url`.
pub fn link(url: &str) -> TransportConnection {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let url = url.parse().expect("a mail.url");
    Transport::open(&url).expect("a transport").connection()
}

/// A link to this relay, in the clear.
pub fn clear_link(relay: &ScriptedRelay) -> TransportConnection {
    link(&relay.url())
}

pub fn envelope(to: &str) -> Envelope {
    let address = |text: &str| text.parse().expect("an address");
    smtp::envelope(&address("letters@example.org"), &address(to)).expect("an envelope")
}

/// Sends a letter, and announces the one to `next`.
pub async fn send(link: &mut TransportConnection, to: &str, next: Option<&str>) -> DeliveryOutcome {
    send_bytes(link, to, LETTER, next, LONG).await
}

/// Begins with an announced letter; the verdict when the time ran out.
pub async fn begin(
    link: &mut TransportConnection,
    to: &str,
    time: Duration,
) -> Option<DeliveryOutcome> {
    begin_bytes(link, to, LETTER, time).await
}

pub async fn begin_bytes(
    link: &mut TransportConnection,
    to: &str,
    bytes: &[u8],
    time: Duration,
) -> Option<DeliveryOutcome> {
    let envelope = envelope(to);
    let mail = OutgoingMessage {
        envelope: &envelope,
        message_id: &message_id(bytes),
        bytes,
    };
    link.begin(mail, time).await
}

pub async fn send_bytes(
    link: &mut TransportConnection,
    to: &str,
    bytes: &[u8],
    next: Option<&str>,
    time: Duration,
) -> DeliveryOutcome {
    let (envelope, next) = (envelope(to), next.map(envelope));
    let mail = OutgoingMessage {
        envelope: &envelope,
        message_id: &message_id(bytes),
        bytes,
    };
    link.send(mail, next.as_ref(), time).await
}

/// The Message-ID of the mail with this content.
fn message_id(bytes: &[u8]) -> String {
    let sum = bytes.iter().fold(0_u64, |sum, octet| {
        sum.wrapping_mul(31).wrapping_add(u64::from(*octet))
    });
    format!("<{sum}@example.org>")
}

pub fn is_accepted(verdict: &DeliveryOutcome) -> bool {
    matches!(verdict, DeliveryOutcome::Accepted(reply) if reply.code == 250)
}
