//! The list of subscribers for the owner: found by a part of address or name and by filters, newest first, a page
//! at a time.

mod find;
mod model;
mod queries;

pub use find::{count_by_state, page};
pub use model::{ListedSubscriber, SubscriberCount, SubscriberListing, SubscriberSearch};
