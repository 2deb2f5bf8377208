//! Calls of mail services: each proves its origin before it is read.

pub(super) mod calls;
pub(super) mod certificates;
pub(super) mod mailgun;
pub(super) mod postmark;
pub(super) mod sendgrid;
pub(super) mod ses;
pub(super) mod sns;
