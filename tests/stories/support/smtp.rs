//! Handing mail to a relay without an outbox around it.

use std::time::Duration;

use gudok::delivery::retry::Verdict;
use gudok::delivery::smtp::Envelope;
use gudok::delivery::transport::{Link, Outgoing, Transport};

use super::scripted_relay::ScriptedRelay;

/// Long enough that nothing but a relay that hangs can use it up.
pub const LONG: Duration = Duration::from_mins(1);
/// A mail like any other.
pub const LETTER: &[u8] =
    b"Subject: hello\r\n\r\nA line.\r\n.A line with a dot.\r\n.\r\nThe end.\r\n";

/// A link to the relay of this `mail.url`.
pub fn link(url: &str) -> Link {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let url = url.parse().expect("a mail.url");
    Transport::open(&url).expect("a transport").link()
}

/// A link to this relay, in the clear.
pub fn clear_link(relay: &ScriptedRelay) -> Link {
    link(&relay.url())
}

pub fn envelope(to: &str) -> Envelope {
    Envelope {
        from: "letters@example.org".parse().expect("an address"),
        to: to.parse().expect("an address"),
    }
}

/// Sends a letter, and announces the one to `next`.
pub async fn send(link: &mut Link, to: &str, next: Option<&str>) -> Verdict {
    send_octets(link, to, LETTER, next, LONG).await
}

/// Sends a letter, and announces one to this envelope.
pub async fn send_before(link: &mut Link, to: &str, next: &Envelope) -> Verdict {
    let envelope = envelope(to);
    let mail = Outgoing {
        envelope: &envelope,
        message_id: "<1@example.org>",
        bytes: LETTER,
    };
    link.send(mail, Some(next), LONG).await
}

/// Begins with an announced letter; the verdict when the time ran out.
pub async fn begin(link: &mut Link, to: &str, time: Duration) -> Option<Verdict> {
    begin_octets(link, to, LETTER, time).await
}

pub async fn begin_octets(
    link: &mut Link,
    to: &str,
    bytes: &[u8],
    time: Duration,
) -> Option<Verdict> {
    let envelope = envelope(to);
    let mail = Outgoing {
        envelope: &envelope,
        message_id: &message_id(bytes),
        bytes,
    };
    link.begin(mail, time).await
}

pub async fn send_octets(
    link: &mut Link,
    to: &str,
    bytes: &[u8],
    next: Option<&str>,
    time: Duration,
) -> Verdict {
    let (envelope, next) = (envelope(to), next.map(envelope));
    let mail = Outgoing {
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

pub fn is_accepted(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Accepted(reply) if reply.code == 250)
}
