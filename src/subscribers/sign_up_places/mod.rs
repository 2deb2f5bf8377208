//! Where sign-ups come from: counts by the kind of form and the page that it stood on, kept as they happen.

mod count;
mod model;
mod queries;

pub(in crate::subscribers) use count::confirm;
pub use count::{count, most_used};
pub use model::{FormKind, SignUpPlace};
