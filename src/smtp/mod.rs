//! An SMTP client with pipelining (RFC 5321, RFC 2920). It knows at any moment whether a mail's
//! final dot was sent, and no reply makes it panic, hang or grow.

mod auth;
mod connection;
pub mod content;
mod ehlo;
mod envelope;
mod outcome;
mod outgoing;
mod relay;
pub mod reply;
mod session;
mod throttling;
mod tls;

pub use envelope::envelope;
pub use outcome::DeliveryOutcome;
pub use outgoing::OutgoingMessage;
pub use relay::Relay;
pub use reply::{EnhancedCode, Reply};
pub(crate) use session::SmtpSession;
