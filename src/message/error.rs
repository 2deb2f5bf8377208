//! Errors of making a message.

/// Errors of making a message.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// An address that was put into the database past the parser.
    #[error("{0:?} cannot stand in an envelope")]
    Address(String),
    /// A link that no header can carry, because it is no URL or too long for a line of 998 octets.
    #[error("{0} cannot stand in List-Unsubscribe; is server.public_url right?")]
    Url(String),
    /// A key failed to sign.
    #[error("the {0} key of [dkim] could not sign; make new ones with `gudok dkim generate`")]
    Signature(&'static str),
}
