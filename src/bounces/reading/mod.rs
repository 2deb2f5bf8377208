//! Reads bounces, whatever a stranger's server sends, in bounded time and memory and without failing.
//!
//! Certain sources come first: feedback (RFC 5965), delivery status (RFC 3464), a service's notification, free text. Words
//! decide a class only together with the codes around them (`verdict`).

mod addresses;
mod escapes;
mod feedback;
mod fields;
mod free_text;
mod meanings;
mod mime;
pub(super) mod notification;
mod phrases;
mod read;
mod recognition;
mod replies;
mod report;
mod requests;
mod status;
mod verdict;

pub use read::{read, read_answer};
pub use report::reported;
pub use status::EnhancedStatus;
