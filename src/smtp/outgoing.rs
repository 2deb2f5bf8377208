//! A message as it is given to a transport.

use lettre::address::Envelope;

/// A message for a transport, with its envelope.
#[derive(Clone, Copy, Debug)]
pub struct OutgoingMessage<'a> {
    /// The sender and the recipient.
    pub envelope: &'a Envelope,
    /// Its Message-ID with the angle brackets.
    pub message_id: &'a str,
    /// The message (RFC 5322), with lines that end in CRLF.
    pub bytes: &'a [u8],
}
