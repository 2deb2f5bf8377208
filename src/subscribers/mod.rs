//! Subscribers. Only confirmed addresses get mail, and only the person can subscribe an address again after unsubscribing.

mod add;
pub mod address_change;
pub mod advertising;
pub mod confirmation;
pub mod consent;
pub mod departures;
mod describe;
mod due;
mod emails;
mod erase;
mod error;
pub mod export;
pub mod fields;
mod find;
mod grouped;
pub mod http;
pub mod import;
pub mod links;
pub mod list;
pub mod lost_link;
mod model;
pub mod owner_notice;
pub mod pause;
pub mod preferences;
mod queries;
pub mod reminder;
mod rename;
pub mod schedule;
pub mod segments;
mod sign_up;
pub mod sign_up_places;
pub mod subscriber_data;
pub mod tags;
pub mod topic_choices;
pub mod unsolicited_mail_cap;
mod unsubscribe;
mod work;

pub use add::{Added, add};
pub use describe::describe_subscriber;
pub use due::{
    DigestProgress, Due, advance, count_due, due, due_after, expect_due, next_due,
    recompute_next_digest,
};
pub use erase::erase;
pub use error::Error;
pub use find::{find, find_by_email, lock};
pub use model::{
    CONFIRMATION_DAYS, Cadence, DEFAULT_CADENCE, DEFAULT_DAY, DEFAULT_HOUR, Preferences, SignUp,
    Subscriber, SubscriberId, SubscriberState, WeeklyDay, Wishes,
};
pub use rename::rename;
pub use sign_up::{SignedUp, subscribe};
pub use unsubscribe::{block, reinstate, unsubscribe};
pub use work::SCHEDULES;
