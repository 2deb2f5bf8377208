//! SPF (RFC 7208): which hosts may send mail of a domain.

mod check;
mod record;
mod walk;

pub(super) use check::{NAME, check};
