//! Delivery: mails of the outbox are claimed under a lease, handed over and recorded. A connection delivers its next mail only
//! after its last result is durable.

mod circuit_breaker;
mod claimed_queue;
mod claims;
mod connection;
mod context;
mod disposition;
mod domains;
mod lease;
mod model;
mod night;
mod outage_log;
mod pace;
mod queries;
mod quota;
pub mod recall;
mod relay_pool;
mod results;
mod sender;
mod sender_run;
mod sendmail;
pub mod transport;

pub use sender::Sender;
