//! Feeds and the posts they bring: each post is stored once, summarised once, and numbered when it may be mailed.
//! Invariant: numbers are committed in their order, so that "everything after number n" never skips a post.

pub mod aliases;
mod arrivals;
mod charset;
mod client;
pub mod content;
mod dates;
pub mod feed;
pub mod feeds;
pub mod http;
pub mod identity;
mod jobs;
mod known;
mod listing;
mod model;
pub mod polling;
pub mod problem;
pub mod publishing;
mod queries;
mod reader_links;
mod reading;
mod records;
mod respelling;
pub mod summary;
mod withholding;
mod wordpress;

pub use charset::decode;
pub use client::http_client;
pub use jobs::{JOBS, SCHEDULES};
pub use listing::{
    find, latest, list, mailable_after, newest, newest_authors, note_mailed, page_of_url,
    title_of_url, titles_of_urls,
};
pub use model::{Added, ArrivalCounts, Feed, FeedId, Newest, Post, PostId, SummaryBy};
pub use polling::{PollError, add, poll};
pub use respelling::respell;
pub use withholding::{MailDecision, decide_on_mail, released_mails_kept_since, released_since};
