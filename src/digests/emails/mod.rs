//! The texts of a digest and of the welcome mail.
//! Invariant: they are the same for all readers of an edition; personal links are placeholders.

mod digest;
mod phrases;
mod post_view;
mod welcome;

pub(super) use digest::DigestView;
pub(super) use phrases::cadence_key;
pub(super) use welcome::welcome;
